import { describe, expect, it } from 'vitest';
import type { Situation } from '../../../../src/comparison/rule.ts';
import type { Service } from '../../../../src/inventory/manifest.ts';
import type { Container } from '../../../../src/facts/container.ts';
import type { FindingType } from '../../../../src/findings/finding-types.ts';
import { contained } from '../../../support/comparison/container-scene.ts';
import { findingOf, typesIn, withMachine } from '../../../support/comparison/scene.ts';
import { aMachineObservation, aProcess } from '../../../support/facts/observed.ts';

/** Replicas of one compose service, as `docker compose up --scale web=N` makes them, and the process of each. */
function scaled(
  count: number,
  command: string | null,
  over: Partial<Service>,
  first: Partial<Container> = {},
): Situation {
  const containers = Array.from({ length: count }, (_, at): Partial<Container> => {
    const id = String(at + 1)
      .repeat(64)
      .slice(0, 64);
    const name = `shop-web-${at + 1}`;
    return { id, name, project: 'shop', compose_service: 'web', pid: 500 + at, ...(at === 0 ? first : {}) };
  });
  const processes = containers.map(({ pid, id }) =>
    aProcess({ pid: pid ?? 1, ppid: 1, command: command ?? 'x', cgroup: `/system.slice/docker-${id}.scope` }),
  );
  const situation = contained(containers, { docker_service: 'web', endpoints: [], repo: null, ...over });
  const observation = situation.observations.machines['knox-mac-mini']!;
  const { facts } = aMachineObservation({ processes: command === null ? [] : processes });
  return withMachine(situation, { ...observation, facts: { ...observation.facts, ...facts } });
}

const counted = (situation: Situation) =>
  typesIn(situation).filter((type) => type === 'duplicate_process' || type === 'process_missing');

describe.each([
  ['by its name', 'python3 /opt/akashic-records/main.py'],
  ['by another name', 'node server.js'],
  ['in a virtual machine, unseen', null],
])('a compose service that was scaled, whose processes run %s', (_what, command) => {
  it.each<[what: string, running: number, instances: number, types: string[]]>([
    ['as many as declared', 3, 3, []],
    ['one too many', 4, 3, ['duplicate_process']],
    ['one too few', 2, 3, ['process_missing']],
    ['one of one', 1, 1, []],
    ['two of one', 2, 1, ['duplicate_process']],
    ['none of two', 0, 2, ['process_missing']],
  ])('%s', (_how, running, instances, types) => {
    expect(counted(scaled(running, command, { instances }))).toEqual(types);
  });

  it('counts none that has ended', () => {
    const ended = scaled(3, command, { instances: 2 }, { state: 'exited', pid: null });
    const table = ended.observations.machines['knox-mac-mini']!.facts.processes!;
    if (table.ok) table.value.processes = table.value.processes.filter(({ pid }) => pid !== 1);
    expect(counted(ended)).toEqual([]);
  });

  it('names the extra container', () => {
    const { summary } = findingOf(scaled(3, command, { instances: 2 }), 'duplicate_process');
    expect(summary).toContain('(3 running, expected 2)');
  });
});

describe('the state of a container', () => {
  const one = (over: Partial<Container>, service: Partial<Service> = {}) =>
    scaled(1, 'node server.js', service, over);

  it.each<[what: string, over: Partial<Container>, types: FindingType[], said: string]>([
    ['paused', { state: 'paused' }, ['container_not_running'], 'unpause it'],
    ['dead', { state: 'dead', pid: null, exit_code: 137 }, ['container_not_running'], 'is dead'],
    [
      'OOM-killed',
      { state: 'exited', pid: null, exit_code: 137, oom_killed: true, finished_at: '2026-03-29T17:30:00Z' },
      ['container_not_running'],
      'since 2026-03-29T17:30Z with exit code 137, OOM-killed',
    ],
    [
      'OOM-killed, though with 0 and without a policy',
      { state: 'exited', pid: null, exit_code: 0, oom_killed: true, restart_policy: 'no', health: null },
      ['container_not_running'],
      'OOM-killed',
    ],
    [
      'created',
      { state: 'created', pid: null, started_at: null },
      ['container_not_running'],
      'never started',
    ],
    ['being removed', { state: 'removing', pid: null }, ['container_not_running'], 'is removing'],
    ['starting up', { health: 'starting' }, [], ''],
    ['unhealthy', { health: 'unhealthy' }, ['container_unhealthy'], 'docker inspect'],
    ['unhealthy, and paused', { state: 'paused', health: 'unhealthy' }, ['container_not_running'], ''],
    ['healthy', { health: 'healthy' }, [], ''],
    ['without a health check', { health: null }, [], ''],
    ['restarting', { state: 'restarting', restart_count: 5 }, ['restart_loop'], '5 times'],
  ])('%s', (_what, over, types, said) => {
    const found = typesIn(one(over)).filter((type) => type !== 'health_missing');
    expect(found).toEqual(types);
    const told = types.map((type) => findingOf(one(over), type).summary);
    expect(told.join('')).toContain(said);
  });
});
