import { describe, expect, it } from 'vitest';
import { compare } from '../../support/comparison/compare.ts';
import type { Situation } from '../../../src/comparison/rule.ts';
import type { HealthAnswer } from '../../../src/facts/health-answer.ts';
import type { Observation } from '../../../src/facts/observation.ts';
import { aService, aSituation, aTradingService } from '../../support/facts/observed.ts';
import {
  answering,
  findingOf,
  noRoute,
  refused,
  statusesIn,
  timeout,
  typesIn,
  withoutSsh,
} from '../../support/comparison/scene.ts';
import { isRated } from '../../support/findings/is-rated.ts';

const mini = 'knox-mac-mini';
const akashic = 'akashic-records';
const two = () => aSituation({ services: [aService(), aService({ name: 'indexer' })] });
const offline = (situation: Situation, ...answers: [string, Observation<HealthAnswer>][]) =>
  answers.reduce((scene, [name, answer]) => answering(scene, name, answer), withoutSsh(situation, mini));

/** The same fleet, but no machine is read over SSH. */
function noSsh(situation: Situation): Situation {
  const machines = situation.machines.map((machine) => ({ ...machine, ssh: false }));
  const observed = machines.map((machine) => ({
    machine: machine.name,
    connection: { status: 'not_probed' as const },
    duration_ms: 0,
    facts: {},
    asked_by: {},
  }));
  const byName = Object.fromEntries(observed.map((each) => [each.machine, each]));
  return { ...situation, machines, observations: { ...situation.observations, machines: byName } };
}

describe('a machine without SSH', () => {
  it('and without any answer is one machine_unreachable, and its services are unknown', () => {
    const situation = offline(two(), [akashic, timeout], ['indexer', noRoute]);
    expect(typesIn(situation)).toEqual(['machine_unreachable']);
    expect(statusesIn(situation)).toEqual({ [akashic]: 'unknown', indexer: 'unknown' });
    expect(compare(situation).machines).toMatchObject([{ status: 'unreachable' }]);
  });

  it('where every port is closed is unreachable too', () => {
    expect(typesIn(offline(two(), [akashic, refused], ['indexer', refused]))).toEqual([
      'machine_unreachable',
    ]);
  });

  it('is told to be looked at for its power only where it may be off', () => {
    const summaryOf = (reason: 'timeout' | 'denied') =>
      findingOf(
        withoutSsh(answering(aSituation(), akashic, timeout), mini, { reason, detail: 'x' }),
        'machine_unreachable',
      ).summary;
    expect(summaryOf('timeout')).toMatch(/ Check its power, its network and the VPN\.$/);
    expect(summaryOf('denied')).toMatch(
      / Give Driftwatch a login there: driftwatch doctor tries each one\.$/,
    );
  });

  it('but with an answer has a failed probe, and is seen in part', () => {
    const situation = offline(two());
    expect(typesIn(situation)).toEqual(['probe_failed']);
    expect(findingOf(situation, 'probe_failed')).toMatchObject({ severity: 'HIGH', actual: 'timeout' });
    expect(statusesIn(situation)).toEqual({ [akashic]: 'unknown', indexer: 'unknown' });
    expect(compare(situation).machines).toMatchObject([
      { status: 'partial', error: expect.stringContaining('no answer') },
    ]);
  });

  it('but with an answer for one service holds silence against the other', () => {
    const situation = offline(two(), ['indexer', timeout]);
    expect(typesIn(situation)).toEqual(['health_check_failed', 'probe_failed']);
    expect(statusesIn(situation)).toEqual({ [akashic]: 'unknown', indexer: 'drift' });
  });

  it('that refuses the login is up: a closed port is the service', () => {
    const denied = withoutSsh(answering(aSituation(), akashic, refused), mini, {
      reason: 'denied',
      detail: 'refused user knox',
    });
    expect(typesIn(denied)).toEqual(['health_check_failed', 'probe_failed']);
  });

  it('is CRITICAL if it hides what trades', () => {
    const situation = aSituation({ services: [aService(), aTradingService({ machine: mini })] });
    const dead = offline(situation, [akashic, timeout], ['shiva', timeout]);
    expect(findingOf(dead, 'machine_unreachable').severity).toBe('CRITICAL');
    expect(findingOf(offline(situation), 'probe_failed').severity).toBe('CRITICAL');
    expect(
      findingOf(offline(two(), [akashic, timeout], ['indexer', timeout]), 'machine_unreachable').severity,
    ).toBe('HIGH');
  });

  it('is CRITICAL also where the audit was about its other services', () => {
    const inventory = [aService(), aTradingService({ machine: mini })];
    const situation = aSituation({ services: [aService()], inventory });
    delete situation.observations.health['shiva'];
    expect(findingOf(offline(situation, [akashic, timeout]), 'machine_unreachable').severity).toBe(
      'CRITICAL',
    );
  });
});

describe('a machine with ssh: false', () => {
  it('is judged by its health alone', () => {
    expect(typesIn(noSsh(aSituation()))).toEqual([]);
    expect(statusesIn(noSsh(aSituation()))).toEqual({ [akashic]: 'in_sync' });
  });

  it('with a closed port fails the health check', () => {
    expect(typesIn(answering(noSsh(aSituation()), akashic, refused))).toEqual(['health_check_failed']);
  });

  it.each([
    ['timeouts', timeout],
    ['no route', noRoute],
  ])('with nothing but %s is unreachable', (_what, answer) => {
    const situation = answering(noSsh(aSituation()), akashic, answer);
    expect(typesIn(situation)).toEqual(['machine_unreachable']);
    expect(statusesIn(situation)).toEqual({ [akashic]: 'unknown' });
  });
});

describe('a host key', () => {
  const host_key = { algorithm: 'ssh-ed25519', presented: 'SHA256:new', pinned: ['SHA256:old'] };
  it.each([
    ['changed', 'host_key_changed', 'CRITICAL'],
    ['unknown', 'host_key_unknown', 'HIGH'],
  ] as const)('that is %s is %s, and nothing else', (state, type, severity) => {
    const situation = withoutSsh(answering(aSituation(), akashic, timeout), mini, {
      reason: 'denied',
      host_key: { ...host_key, state },
    });
    expect(typesIn(situation)).toEqual([type]);
    expect(findingOf(situation, type)).toMatchObject({ severity, service: null, machine: mini });
    expect(findingOf(situation, type).actual).toBe('ssh-ed25519 SHA256:new');
    expect(statusesIn(situation)).toEqual({ [akashic]: 'unknown' });
  });
});

isRated('machine_unreachable', ['HIGH', 'HIGH', 'HIGH'], 'CRITICAL');
isRated('host_key_changed', ['CRITICAL', 'CRITICAL', 'CRITICAL'], 'CRITICAL');
isRated('host_key_unknown', ['HIGH', 'HIGH', 'HIGH'], 'CRITICAL');
