import { describe, expect, it } from 'vitest';
import { compare } from '../../../support/comparison/compare.ts';
import type { Situation } from '../../../../src/comparison/rule.ts';
import type { Service } from '../../../../src/inventory/manifest.ts';
import type { MachineFacts } from '../../../../src/facts/machine-facts.ts';
import { seen, unseen } from '../../../../src/facts/observation.ts';
import { assembleReport } from '../../../../src/report/assemble.ts';
import {
  aMachine,
  aMachineObservation,
  aProcess,
  aService,
  aSituation,
  anEndpoint,
} from '../../../support/facts/observed.ts';
import {
  answering,
  findingOf,
  releasing,
  typesIn,
  withMachine,
  withoutSsh,
} from '../../../support/comparison/scene.ts';

const akashic = 'akashic-records';
const closed = unseen('denied', 'the SSH user may not read it');
const local = anEndpoint({ interface: 'localhost', from: 'machine' });
const file = { path: '/root-only/x.env', in: 'host' as const, secret: true };

/** akashic-records without a health endpoint, of which one more thing is asked, and what came of that. */
function asking(over: Partial<Service>, facts: MachineFacts): Situation {
  const situation = aSituation({ services: [aService({ endpoints: [], ...over })] });
  const before = situation.observations.machines['knox-mac-mini'];
  return withMachine(situation, aMachineObservation({ ...before, facts: { ...before?.facts, ...facts } }));
}

/** One fact of each kind that nobody could see, item by item: the machine itself answered. */
const kinds: [what: string, situation: Situation, fact: string][] = [
  ['a file', asking({ files: [file] }, { files: seen({ [file.path]: closed }) }), 'file /root-only/x.env'],
  ['a searched folder', asking({ scan: ['/srv'] }, { scans: seen({ '/srv': closed }) }), 'scan of /srv'],
  [
    'a part of a searched folder',
    asking({ scan: ['/srv'] }, { scans: seen({ '/srv': seen({ files: [], rest: closed }) }) }),
    'scan of /srv',
  ],
  [
    'a lockfile',
    asking({ lockfile: '/root-only/x.pid' }, { lockfiles: seen({ [akashic]: closed }) }),
    'lockfile /root-only/x.pid',
  ],
  ['a job', asking({ systemd_unit: 'x.service' }, { jobs: seen({ [akashic]: closed }) }), 'job'],
  ['a checkout', asking({ checkout: '/srv/x' }, { checkout: seen({ [akashic]: closed }) }), 'checkout'],
  ['a checkout that nobody read', asking({ checkout: '/srv/x' }, { checkout: seen({}) }), 'checkout'],
  [
    'files in a container',
    asking({ docker_service: 'x', scan: ['/srv'] }, { container_files: seen({ [akashic]: closed }) }),
    'files in its container',
  ],
  ['its containers', asking({ docker_service: 'x' }, { containers: closed }), 'containers of knox-mac-mini'],
  ['the process table', asking({}, { processes: closed }), 'processes of knox-mac-mini'],
  ['the repository', releasing(asking({}, {}), closed), 'head of main'],
  [
    'its health on the machine',
    answering(asking({ endpoints: [local] }, {}), akashic, closed),
    'health on localhost',
  ],
];

/** The machine asked each fact for the service, as machine.ts notes it. */
function noted(situation: Situation): Situation {
  const before = situation.observations.machines['knox-mac-mini'];
  const asked_by = Object.fromEntries(Object.keys(before?.facts ?? {}).map((name) => [name, [akashic]]));
  return withMachine(situation, aMachineObservation({ ...before, asked_by }));
}

describe('a fact that was not seen', () => {
  it.each(kinds)('makes the service unknown beside health_missing, and is told: %s', (_what, given, fact) => {
    const situation = noted(given);
    const { services, findings } = compare(situation);
    expect(services).toMatchObject([{ status: 'unknown' }]);
    expect(services[0]?.unseen).toContain(fact);
    const told = findings.filter(({ type }) => type === 'probe_failed');
    expect(told.map(({ evidence }) => evidence['services'])).toEqual([[akashic]]);
  });

  it.each(kinds)('is told beside what is in drift as well: %s', (_what, given, fact) => {
    const situation = noted(given);
    const copy = (pid: number) => aProcess({ pid, command: '/opt/akashic-records/bin/serve' });
    const machine = situation.observations.machines['knox-mac-mini'];
    const processes = seen({ processes: [copy(21), copy(22)], own: [], zombies: [] });
    const facts = machine?.facts.processes?.ok ? { ...machine.facts, processes } : (machine?.facts ?? {});
    const twice = withMachine(situation, aMachineObservation({ ...machine, facts }));
    const { services, findings } = compare(twice);
    const status = machine?.facts.processes?.ok ? 'drift' : 'unknown';
    expect(services).toMatchObject([{ status }]);
    expect(services[0]?.unseen).toContain(fact);
    expect(findings.filter(({ type }) => type === 'probe_failed')).toHaveLength(1);
  });

  it('does not hide behind uptime_high either', () => {
    const situation = answering(
      asking({ endpoints: [anEndpoint()], files: [file] }, { files: seen({ [file.path]: closed }) }),
      akashic,
      { uptime_seconds: 90 * 86_400 },
    );
    expect(typesIn(situation).toSorted()).toEqual(['probe_failed', 'uptime_high']);
    expect(compare(situation).services).toMatchObject([
      { status: 'unknown', unseen: ['file /root-only/x.env'] },
    ]);
    expect(findingOf(situation, 'probe_failed').summary).toBe(
      'akashic-records on knox-mac-mini is unknown: file /root-only/x.env (the SSH user may not read it) could not be seen.',
    );
  });

  it('of the start is none where nothing runs', () => {
    const checkout = {
      head: 'a'.repeat(40),
      branch: 'main',
      contained: true,
      changes: 0,
      changed: [],
      more: false,
      unjudged: 0,
      moves: [],
      committed_at: null,
      now: 1_774_807_200,
      laid: null,
    };
    const quiet = asking(
      { process: 'main.py', checkout: '/srv/x' },
      { checkout: seen({ [akashic]: seen(checkout) }) },
    );
    expect(typesIn(quiet).toSorted()).toEqual(['health_missing', 'process_missing']);
    expect(compare(quiet).services).toMatchObject([{ status: 'drift', unseen: [] }]);
  });
});

describe('the counts', () => {
  it('hold every service of nine machines that cannot be reached, without a health endpoint or with one', () => {
    const names = Array.from({ length: 9 }, (_, index) => `machine-${index}`);
    const services = names.map((name, index) =>
      aService({ name: `service-${index}`, machine: name, endpoints: [], repo: null }),
    );
    const machines = names.map((name, index) => aMachine({ name, host: `192.0.2.${index + 1}` }));
    const base = aSituation({ services, machines });
    const blind = names.reduce((situation, name) => withoutSsh(situation, name), base);
    const comparison = compare(blind);
    const request = { trigger: 'cli' as const, service: null, machine: null };
    const report = assembleReport({ id: 'x', request, startedAt: 0, finishedAt: 1, comparison });
    expect(report.counts.unknown).toBe(9);
    expect(new Set(report.services.map(({ status }) => status))).toEqual(new Set(['unknown']));
    const told = report.findings.filter(({ category }) => category === 'observation');
    expect(told.map(({ type }) => type)).toEqual(Array.from({ length: 9 }, () => 'machine_unreachable'));
  });
});
