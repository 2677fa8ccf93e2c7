import { describe, expect, it } from 'vitest';
import { compare } from '../support/comparison/compare.ts';
import type { Situation } from '../../src/comparison/rule.ts';
import { seen, unseen } from '../../src/facts/observation.ts';
import type { Plan } from '../../src/probes/request.ts';
import { merged, secondPlan } from '../../src/audit/second-look.ts';
import { aFinding, headSha } from '../support/builders.ts';
import {
  answering,
  fleet,
  refused,
  releaseOfAkashic,
  releasing,
  shivaAt,
  withMachine,
  withoutSsh,
} from '../support/comparison/scene.ts';
import {
  aMachineObservation,
  aProcess,
  aRelease,
  aService,
  aSituation,
  aPosition,
  aTradingService,
} from '../support/facts/observed.ts';

const akashic = 'akashic-records';
const mini = 'knox-mac-mini';

function planOf({ machines, services, inventory, only }: Situation): Plan {
  return { machines, services, inventory, only, ssh_user: 'knox' };
}

/** What an audit comes to that saw these two, a moment apart. */
function bothLooks(first: Situation, second: Situation) {
  const again = secondPlan(planOf(first), compare(first).findings);
  if (!again) throw new Error('nothing to look at once more');
  const observations = merged(first.observations, second.observations, again);
  const { findings, services } = compare({ ...first, observations });
  return {
    types: findings.map(({ type }) => type),
    statuses: services.map(({ status }) => status),
    observations,
  };
}

/** akashic-records, which has to have a process, with these of its name. */
function withProcesses(...pids: number[]): Situation {
  const processes = pids.map((pid) => aProcess({ pid, elapsed_seconds: 600 }));
  const asked_by = { processes: [akashic] };
  const base = aSituation({ services: [aService({ process: akashic })] });
  return withMachine(base, aMachineObservation({ processes, asked_by }));
}

describe('an old process beside the new one', () => {
  it('is no duplicate where the second look sees one alone, and is one where it sees both', () => {
    const [two, one] = [withProcesses(100, 200), withProcesses(200)];
    expect(compare(two).findings.map(({ type }) => type)).toContain('duplicate_process');
    expect(bothLooks(two, one).types).not.toContain('duplicate_process');
    expect(bothLooks(two, two).types).toContain('duplicate_process');
  });
});

describe('secondPlan', () => {
  const [here, there] = [aService(), aService({ name: 'indexer', machine: 'tesseract' })];
  const plan = planOf(aSituation({ services: [here, there] }));

  it.each(['git_drift', 'secret_exposed', 'machine_unreachable'] as const)(
    'asks for none where all that was found is %s, which does not pass by itself',
    (type) => {
      expect(secondPlan(plan, [aFinding({ type })])).toBeNull();
      expect(secondPlan(plan, [])).toBeNull();
    },
  );

  it('asks for all that is judged on the machines concerned, and no more', () => {
    const again = secondPlan(plan, [aFinding({ type: 'health_check_failed' }), aFinding()]);
    expect(again?.services).toEqual([here]);
    expect(again).toMatchObject({ inventory: [here, there], only: 'all', ssh_user: 'knox' });
  });

  it('asks for the whole fleet where a service may run only once in it', () => {
    const shiva = aTradingService();
    const wide = planOf(aSituation({ services: [here, shiva] }));
    expect(
      secondPlan(wide, [aFinding({ type: 'process_missing', machine: shiva.machine })])?.services,
    ).toEqual([here, shiva]);
  });
});

describe('two looks', () => {
  const up = withProcesses(100);
  const down = answering(up, akashic, refused);

  it('close what the second does not see any more', () => {
    expect(bothLooks(down, up)).toMatchObject({ types: [], statuses: ['in_sync'] });
    expect(bothLooks(withProcesses(), up)).toMatchObject({ types: [], statuses: ['in_sync'] });
  });

  it('keep what both see', () => {
    expect(bothLooks(down, down).types).toEqual(['health_check_failed']);
  });

  it('keep what the first saw on a machine of which the second saw nothing', () => {
    const { types, observations } = bothLooks(withProcesses(), withoutSsh(withProcesses(), mini));
    expect(types).toEqual(['process_missing']);
    expect(observations.machines[mini]?.connection).toEqual({ status: 'connected' });
  });

  it('make no finding of a restart between them, though the second sees no process table', () => {
    const restarted = withoutSsh(answering(up, akashic, { pid: 200, uptime_seconds: 2 }), mini);
    expect(bothLooks(down, restarted)).toMatchObject({ types: [], statuses: ['in_sync'] });
  });

  it('say who asked for what, and how long both took', () => {
    const second = withMachine(up, aMachineObservation({ processes: [], duration_ms: 80, asked_by: {} }));
    expect(bothLooks(down, second).observations.machines[mini]).toMatchObject({
      duration_ms: 500,
      asked_by: { processes: [akashic] },
    });
  });

  it('leave a machine as it was that was looked at once', () => {
    const [shiva, table] = [
      fleet({ singleton: 'machine' }, [shivaAt(1)]),
      aMachineObservation({ machine: 'tesseract' }),
    ];
    const first = answering(shiva, 'shiva', refused);
    const once = aMachineObservation({ connection: { status: 'not_probed' }, facts: {}, asked_by: {} });
    const { observations } = bothLooks(first, withMachine(withMachine(first, once), table));
    expect(observations.machines[mini]).toEqual(first.observations.machines[mini]);
    expect(observations.machines['tesseract']?.facts).toEqual(table.facts);
  });
});

describe('two looks at a bot that may run only once in the fleet', () => {
  const from = answering(fleet({ process: 'shiva' }, [], [shivaAt(1)]), 'shiva', refused);
  const to = fleet({ process: 'shiva' }, [shivaAt(2, { elapsed_seconds: 1 })]);

  it('do not count it twice while it moves from one machine to the other', () => {
    expect(compare(from).findings.map(({ type }) => type)).toContain('health_check_failed');
    expect(bothLooks(from, to)).toMatchObject({ types: [], statuses: ['in_sync'] });
  });

  it('do not count it where it was on a machine that is gone by now: nobody knows', () => {
    const { types, statuses } = bothLooks(from, withoutSsh(to, mini));
    expect(types).not.toContain('duplicate_process');
    expect(statuses).toEqual(['unknown']);
  });

  it('count it twice where both see it on both', () => {
    const twice = answering(fleet({}, [shivaAt(2)], [shivaAt(1)]), 'shiva', refused);
    expect(bothLooks(twice, twice).types).toContain('duplicate_process');
  });
});

describe('two looks at a repository', () => {
  const down = answering(withProcesses(100), akashic, refused);
  const identical = { [headSha]: seen(aPosition({ state: 'identical', behind: 0 })) };
  const broken = unseen('unreachable', 'GitHub could not be reached');

  it.each([
    [
      'a revision that only the second asked about',
      seen(aRelease()),
      seen(aRelease({ positions: identical })),
    ],
    ['what only the first could read', seen(aRelease({ positions: identical })), broken],
    ['what only the second could read', broken, seen(aRelease({ positions: identical }))],
  ])('know %s', (_, before, after) => {
    const { observations, statuses } = bothLooks(
      releasing(down, before),
      releasing(withProcesses(100), after),
    );
    expect(observations.releases[releaseOfAkashic]).toEqual(seen(aRelease({ positions: identical })));
    expect(statuses).toEqual(['in_sync']);
  });
});
