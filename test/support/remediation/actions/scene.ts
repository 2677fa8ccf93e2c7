import { expect } from 'vitest';
import type { Service } from '../../../../src/inventory/manifest.ts';
import type { Container } from '../../../../src/facts/container.ts';
import type { MachineFacts } from '../../../../src/facts/machine-facts.ts';
import { nowhere } from '../../../../src/facts/job.ts';
import type { Job } from '../../../../src/facts/job.ts';
import { seen } from '../../../../src/facts/observation.ts';
import { actions } from '../../../../src/remediation/actions/index.ts';
import type { ActionName } from '../../../../src/findings/action-name.ts';
import type { Finding } from '../../../../src/findings/finding.ts';
import { aFinding, auditedAt } from '../../builders.ts';
import { aMachine, aService } from '../../facts/observed.ts';
import { aContainer } from '../../facts/observed-containers.ts';

export type Scene = { service?: Partial<Service>; facts?: MachineFacts; finding?: Partial<Finding> };

/** The words of the plan, or why there is none. */
export function planned(
  name: ActionName,
  { service: over = {}, facts = {}, finding = {} }: Scene,
): string[] | string {
  const service = aService({ name: 'app', kind: 'stateless', ...over });
  const coverage = {
    service,
    facts,
    machine: aMachine(),
    finding: aFinding({ service: 'app', evidence: {}, ...finding }),
  };
  const draft = actions[name].plan(coverage);
  return 'refused' in draft ? draft.refused : draft.argv;
}

export function containers(...own: Partial<Container>[]): MachineFacts {
  const app = own.map((over) => aContainer({ name: 'app', ...over }));
  return {
    containers: seen({
      silent: [],
      podman_user: null,
      swarm: {},
      engine: 'docker',
      now: auditedAt,
      services: { app },
    }),
  };
}

export function job(over: Partial<Job>): MachineFacts {
  const value: Job = {
    ...nowhere,
    manager: 'systemd',
    name: 'app.service',
    loaded: true,
    domain: 'system',
    ...over,
  };
  return { jobs: seen({ app: seen(value) }) };
}

/** What a plan must be: just these words, or a reason against it. */
export function words(expected: string[] | RegExp): unknown {
  return Array.isArray(expected) ? expected : expect.stringMatching(expected);
}
