import type { Situation } from '../../../src/comparison/rule.ts';
import type { Service } from '../../../src/inventory/manifest.ts';
import type { Container, Containers } from '../../../src/facts/container.ts';
import { seen } from '../../../src/facts/observation.ts';
import type { Observation } from '../../../src/facts/observation.ts';
import type { Release } from '../../../src/facts/release.ts';
import { auditedAt, headSha } from '../builders.ts';
import { aContainer } from '../facts/observed-containers.ts';
import { aRelease, aService, aSituation } from '../facts/observed.ts';
import { answering, releasing, withMachine } from './scene.ts';

/** akashic-records in these containers, running main's head unless told otherwise. */
export function contained(
  containers: Observation<Containers> | Partial<Container>[],
  over: Partial<Service> = {},
): Situation {
  const services = [aService({ docker_service: 'akashic', ...over })];
  const base = aSituation({ services });
  const found = Array.isArray(containers)
    ? seen({
        silent: [],
        podman_user: null,
        swarm: {},
        engine: 'docker' as const,
        now: auditedAt,
        services: { 'akashic-records': containers.map(aContainer) },
      })
    : containers;
  const observation = base.observations.machines['knox-mac-mini']!;
  const asked_by = { ...observation.asked_by, containers: ['akashic-records'] };
  return withMachine(base, { ...observation, facts: { ...observation.facts, containers: found }, asked_by });
}

/** The same, where /health says `version` and the repository is as given. */
export function saying(
  situation: Situation,
  version: string | null,
  release: Partial<Release> = {},
): Situation {
  const positions = { [headSha]: seen(identical), ...release.positions };
  return releasing(
    answering(situation, 'akashic-records', { version }),
    seen(aRelease({ ...release, positions })),
  );
}

const identical = {
  state: 'identical' as const,
  commit: aRelease().head,
  behind: 0,
  ahead: 0,
  oldest_missing: null,
  files: [],
  last_file: null,
  compare_url: null,
};
