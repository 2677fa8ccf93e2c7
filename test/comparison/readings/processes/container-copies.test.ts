import { describe, expect, it } from 'vitest';
import { compare } from '../../../support/comparison/compare.ts';
import type { Situation } from '../../../../src/comparison/rule.ts';
import type { Service } from '../../../../src/inventory/manifest.ts';
import type { Container } from '../../../../src/facts/container.ts';
import { seen, unseen } from '../../../../src/facts/observation.ts';
import type { Process } from '../../../../src/facts/process.ts';
import { auditedAt } from '../../../support/builders.ts';
import { aMachineObservation, aProcess } from '../../../support/facts/observed.ts';
import { contained } from '../../../support/comparison/container-scene.ts';
import { findingOf, typesIn, withMachine } from '../../../support/comparison/scene.ts';

const native = (pid: number, over: Partial<Process> = {}) =>
  aProcess({ pid, command: '/usr/bin/python3 /opt/akashic-records/main.py', ...over });

/** akashic-records in a container, beside these processes of its machine. */
function beside(
  processes: Process[],
  containers: Parameters<typeof contained>[0] = [{}],
  over: Partial<Service> = {},
): Situation {
  const situation = contained(containers, over);
  const observation = situation.observations.machines['knox-mac-mini']!;
  const { facts } = aMachineObservation({ processes });
  return withMachine(situation, { ...observation, facts: { ...observation.facts, ...facts } });
}

describe('a copy beside a container', () => {
  it('is one in a container beside a native one, whatever the process in the container is called', () => {
    const inside = aProcess({ pid: 4182, ppid: 4100, command: 'node server.js' });
    const { summary, evidence } = findingOf(beside([inside, native(77)]), 'duplicate_process');
    expect(summary).toContain('runs more than once (2 running, expected 1): container akashic on');
    expect(summary).toContain(
      'The extra copy: pid 77 on knox-mac-mini (the manifest puts akashic-records into a container).',
    );
    expect(evidence['trees']).toMatchObject([
      { pid: null, elapsed_seconds: 3600, extra: false },
      { pid: 77, extra: true },
    ]);
    const named = aProcess({ pid: 4182, ppid: 4100, elapsed_seconds: 5, command: 'akashic-records' });
    expect(findingOf(beside([named, native(77)]), 'duplicate_process').evidence['trees']).toMatchObject([
      { pid: 4182, extra: false },
      { pid: 77, extra: true },
    ]);
  });

  it.each<[what: string, running: Process[], container: Partial<Container>]>([
    ['the container alone', [aProcess({ command: 'node server.js' })], {}],
    ['a container of a virtual machine alone', [], {}],
    ['its process below its init', [aProcess({ command: 'sh run' }), native(77, { ppid: 4182 })], {}],
    [
      'a command in it by docker exec',
      [aProcess({ pid: 9, command: '/usr/bin/containerd-shim-runc-v2 -id 4e' }), native(77, { ppid: 9 })],
      {},
    ],
    ['a native one, and the container ended', [native(77)], { state: 'exited', pid: null }],
    ['a native one beside a `compose run`', [native(77)], { oneoff: true }],
    ['a mention', [native(77, { command: '/usr/bin/dashboard --watch akashic-records' })], {}],
  ])('is not %s', (_what, running, container) => {
    expect(typesIn(beside(running, [container]))).not.toContain('duplicate_process');
  });
});

describe('a container as an instance', () => {
  const other = aProcess({ command: 'node server.js' });
  const two = [{}, { name: 'akashic-2', pid: 4190 }];

  it.each<[what: string, containers: Partial<Container>[], over: Partial<Service>, types: string[]]>([
    ['one where one is declared', [{}], { instances: 1 }, []],
    ['two where two are', two, { instances: 2 }, []],
    ['two where three are', two, { instances: 3 }, ['process_missing']],
    ['one that ended', [{ state: 'exited', pid: null }], { instances: 1 }, ['process_missing']],
    ['one without the declared process', [{}], { process: 'indexer.py' }, ['process_missing']],
  ])('is %s', (_what, containers, over, types) => {
    for (const only of ['all', 'processes'] as const) {
      const found = typesIn({ ...beside([other], containers, over), only });
      expect(found.filter((type) => type === 'process_missing')).toEqual(types);
    }
  });

  it('says how many run', () => {
    const { summary, actual } = findingOf(beside([other], two, { instances: 3 }), 'process_missing');
    expect(summary).toContain('2 running, expected 3');
    expect(actual).toBe('2 instances');
  });

  it.each([
    ['were not seen', unseen('timeout', 'no answer within 20 s')],
    [
      'came and went',
      seen({
        silent: [],
        podman_user: null,
        swarm: {},
        engine: 'docker' as const,
        now: auditedAt,
        services: {},
      }),
    ],
  ])('is unknown where containers %s', (_what, containers) => {
    for (const only of ['all', 'processes'] as const) {
      const situation = { ...beside([other], containers, { instances: 1 }), only };
      expect(typesIn(situation)).not.toContain('process_missing');
      expect(compare(situation).services[0]).toMatchObject({ status: 'unknown', instances: null });
    }
  });
});
