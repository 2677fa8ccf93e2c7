import * as fc from 'fast-check';
import type { Situation } from '../../../src/comparison/rule.ts';
import type { Endpoint } from '../../../src/inventory/manifest.ts';
import { INTERNAL, seen, unseen } from '../../../src/facts/observation.ts';
import type { Connection } from '../../../src/facts/observations.ts';
import { nowhere } from '../../../src/facts/job.ts';
import { headSha, runningSha } from '../builders.ts';
import {
  aHealthAnswer,
  aMachine,
  aMachineObservation,
  aProcess,
  aRelease,
  aService,
  aSituation,
  aPosition,
  aTradingService,
  anEndpoint,
} from '../facts/observed.ts';
import { saying } from './scene.ts';

const observed = fc.constantFrom(
  unseen('timeout', 'no answer within 5 s', 'ETIMEDOUT'),
  unseen('unreachable', 'refused', 'ECONNREFUSED'),
  unseen('unreachable', 'no name server', 'EAI_AGAIN'),
  unseen('denied', 'no right'),
  unseen('unsupported', 'no tool'),
  unseen('malformed', 'internal error: x', INTERNAL),
);
const version = fc.constantFrom(
  headSha,
  runningSha,
  `${runningSha}-dirty`,
  'a3f8c21',
  '20260329',
  '1.4.2',
  null,
);
const answer = fc.oneof(
  observed,
  fc
    .record({
      version,
      status: fc.constantFrom(200, 302, 503),
      said: fc.constantFrom('pass', 'warn', 'fail', 'purple').map((word) => [saying(word)]),
      pid: fc.constantFrom(null, 1, 20),
    })
    .map((over) => seen(aHealthAnswer(over))),
);
const position = fc.oneof(
  observed,
  fc.constantFrom('identical', 'behind', 'ahead', 'diverged').map((state) => seen(aPosition({ state }))),
  fc.constant(seen({ state: 'unknown_commit' as const })),
);
const lastGoodRun = fc.oneof(
  observed,
  fc.constantFrom(null, seen(null), seen({ sha: runningSha, started_at: '2026-03-29T10:00:00Z', url: null })),
);
const release = fc.oneof(
  observed,
  fc
    .record({
      positions: fc.dictionary(fc.constantFrom(headSha, runningSha, 'a3f8c21', '20260329'), position),
      last_good_run: lastGoodRun,
    })
    .map((over) => seen(aRelease(over))),
);
const row = fc
  .record({
    pid: fc.integer({ min: 1, max: 30 }),
    ppid: fc.integer({ min: 0, max: 30 }),
    state: fc.constantFrom('S', 'Z'),
    elapsed_seconds: fc.constantFrom(null, 5, 9_999_999),
    command: fc.constantFrom(
      '/opt/shiva/run',
      'python3 akashic-records.py',
      '[shiva] <defunct>',
      'sh -c shiva',
      '',
    ),
  })
  .map(aProcess);
const table = fc.oneof(
  observed,
  fc.array(row).map((processes) => seen({ processes, own: [], zombies: processes.map(({ pid }) => pid) })),
);
const job = fc.oneof(
  observed,
  fc
    .record({
      manager: fc.constantFrom('launchd', 'systemd'),
      loaded: fc.boolean(),
      pid: fc.constantFrom(null, 1, 20),
      pids: fc.constantFrom([], [20, 21]),
      last_exit: fc.constantFrom(null, 0, 1, -9),
      state: fc.constantFrom(null, 'running', 'failed (failed)', 'not-found'),
    })
    .map((over) => seen({ ...nowhere, name: 'x', ...over })),
);
const lock = fc.oneof(
  observed,
  fc.constant(seen({ state: 'missing' as const })),
  fc
    .record({
      pid: fc.integer({ min: 1, max: 30 }),
      age_seconds: fc.constantFrom(null, 0, 9999),
      alive: fc.boolean(),
    })
    .map((over) => seen({ state: 'held' as const, ...over })),
);
const connection = fc.constantFrom<Connection>(
  { status: 'connected' },
  { status: 'connected' },
  { status: 'not_probed' },
  { status: 'failed', reason: 'timeout', detail: 'no answer', host_key: null },
  { status: 'failed', reason: 'denied', detail: 'refused user', host_key: null },
  {
    status: 'failed',
    reason: 'denied',
    detail: 'changed',
    host_key: { state: 'changed', algorithm: 'ssh-ed25519', presented: 'SHA256:x', pinned: [] },
  },
);

const machineNames = ['knox-mac-mini', 'tesseract'];
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined, freq: 8 });

/** A fleet of two services on two machines of which anything may have been seen, or nothing. */
export const anySituation: fc.Arbitrary<Situation> = fc
  .record({
    services: fc
      .tuple(
        fc.record({
          endpoints: fc.constantFrom<Endpoint[]>(
            [],
            [anEndpoint()],
            [anEndpoint(), anEndpoint({ interface: 'localhost', from: 'machine' })],
          ),
          launchd_label: fc.constantFrom(null, 'x'),
          lockfile: fc.constantFrom(null, '/run/x'),
        }),
        fc.record({
          instances: fc.constantFrom(null, 0, 2),
          process: fc.constantFrom(null, '/shiva/', 'run'),
          systemd_unit: fc.constantFrom(null, 'x'),
          lockfile: fc.constantFrom(null, '/run/x'),
        }),
      )
      .map(([akashic, shiva]) => [aService(akashic), aTradingService(shiva)]),
    ssh: fc.tuple(fc.boolean(), fc.boolean()),
    connections: fc.tuple(connection, connection),
    tables: fc.tuple(table, table),
    jobs: fc.tuple(maybe(job), maybe(job)),
    locks: fc.tuple(maybe(lock), maybe(lock)),
    observed: fc.tuple(fc.boolean(), fc.boolean()),
    answers: fc.tuple(maybe(answer), maybe(answer), maybe(answer)),
    releases: fc.tuple(maybe(release), maybe(release)),
    only: fc.constantFrom<Situation['only']>('all', 'all', 'all', 'processes'),
  })
  .map(({ services, ssh, connections, tables, jobs, locks, observed: was, answers, releases, only }) => {
    const machines = machineNames.map((name, at) => aMachine({ name, ssh: ssh[at] ?? true }));
    const asked_by = { processes: services.map(({ name }) => name) };
    const known = <Value>(pairs: [string, Value | undefined][]) =>
      Object.fromEntries(
        pairs.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
      );
    const entries = machineNames.flatMap((machine, at) => {
      const processes = tables[at];
      const status = connections[at] ?? { status: 'connected' as const };
      if (!processes || !was[at]) return [];
      const lost = status.status === 'failed' ? unseen('unreachable', status.detail) : processes;
      const service = services[at]?.name ?? '';
      const ofService = {
        jobs: seen(known([[service, jobs[at]]])),
        lockfiles: seen(known([[service, locks[at]]])),
      };
      const read = status.status === 'failed' ? { processes: lost } : { processes: lost, ...ofService };
      const facts = status.status === 'not_probed' ? {} : read;
      return [[machine, aMachineObservation({ machine, connection: status, facts, asked_by })] as const];
    });
    return aSituation({
      services,
      machines,
      only,
      observations: {
        machines: Object.fromEntries(entries),
        health: {
          'akashic-records': known([
            ['tailscale', answers[0]],
            ['localhost', answers[1]],
          ]),
          shiva: known([['lan', answers[2]]]),
        },
        releases: known([
          ['Invictus-Labs/akashic-records#main', releases[0]],
          ['Invictus-Labs/shiva#main', releases[1]],
        ]),
      },
    });
  });
