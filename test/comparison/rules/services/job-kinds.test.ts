import { describe, expect, it } from 'vitest';
import type { Job } from '../../../../src/facts/job.ts';
import { seen } from '../../../../src/facts/observation.ts';
import type { Unit } from '../../../../src/facts/unit.ts';
import { related, timer, unit, withJob } from '../../../support/comparison/job-scene.ts';
import { typesIn } from '../../../support/comparison/scene.ts';
import { isRated } from '../../../support/findings/is-rated.ts';

describe('a job, by its kind,', () => {
  const bad = { restarts: 396, result: 'exit-code', last_exit: 1 };
  const young = { started_at: '2026-03-29T17:59:50.000Z' };
  const oneshot = { type: 'oneshot', restart: 'no' };
  const ofKind = (kind: string, over: Partial<Unit> = {}) => ({ kind, type: null, id: `x.${kind}`, ...over });
  const failedRun = [related('x.service', 'failed', { result: 'exit-code' })];
  it.each<[what: string, job: Job, types: string[]]>([
    [
      'that starts for ever, running just now',
      unit('active (running)', young, { restarts: 396, pid: 9 }),
      ['restart_loop'],
    ],
    ['that starts for ever, between two runs', unit('activating (auto-restart)', {}, bad), ['restart_loop']],
    [
      'that ends well for ever',
      unit('activating (auto-restart)', {}, { restarts: 9, last_exit: 0 }),
      ['restart_loop'],
    ],
    [
      'that never becomes ready',
      unit('activating (start)', { type: 'notify', ...young }, bad),
      ['restart_loop'],
    ],
    ['that restarted often, long ago', unit('active (running)', {}, { restarts: 396, pid: 9 }), []],
    ['that restarted once, just now', unit('active (running)', young, { restarts: 1, pid: 9 }), []],
    [
      'that is run every five minutes by Restart=always',
      unit('activating (auto-restart)', { restart_delay: '5min' }, { restarts: 396, last_exit: 0 }),
      [],
    ],
    [
      'that has been starting for hours',
      unit('activating (start-pre)', { changed_at: '2026-03-29T12:00:00.000Z' }),
      ['job_failed'],
    ],
    [
      'oneshot that works for hours',
      unit('activating (start)', { ...oneshot, changed_at: '2026-03-29T12:00:00.000Z' }),
      [],
    ],
    [
      'that has been stopping for hours',
      unit('deactivating (stop-sigterm)', { changed_at: '2026-03-29T12:00:00.000Z' }),
      ['job_failed'],
    ],
    ['that systemd skipped', unit('inactive (dead)', { condition_met: false }), ['job_failed']],
    ['oneshot that systemd skipped', unit('inactive (dead)', { ...oneshot, condition_met: false }), []],
    [
      'oneshot whose assertion failed',
      unit('inactive (dead)', { ...oneshot, assertion_met: false }),
      ['job_failed'],
    ],
    [
      'oneshot that should remain',
      unit('inactive (dead)', { ...oneshot, remain_after_exit: true }),
      ['job_failed'],
    ],
    ['oneshot that remains', unit('active (exited)', { ...oneshot, remain_after_exit: true }), []],
    ['that a socket starts', unit('inactive (dead)', { triggered_by: [related('x.socket', 'active')] }), []],
    [
      'that a stopped socket would start',
      unit('inactive (dead)', { triggered_by: [related('x.socket', 'inactive')] }),
      ['job_failed'],
    ],
    [
      'oneshot whose timer is stopped',
      unit('inactive (dead)', { ...oneshot, triggered_by: timer('inactive') }),
      ['job_failed'],
    ],
    ['oneshot whose timer waits', unit('inactive (dead)', { ...oneshot, triggered_by: timer('active') }), []],
    ['that the bus starts', unit('inactive (dead)', { type: 'dbus', bus_starts_it: true }), []],
    ['of a bus name that nobody starts', unit('inactive (dead)', { type: 'dbus' }), ['job_failed']],
    ["that another's failure starts", unit('inactive (dead)', { reacts_to: ['y.service'] }), []],
    ['of a stopped timer', unit('inactive (dead)', ofKind('timer')), ['job_failed']],
    ['of a stopped socket', unit('inactive (dead)', ofKind('socket')), ['job_failed']],
    ['of a stopped path', unit('inactive (dead)', ofKind('path')), ['job_failed']],
    ['of a mount that is not there', unit('inactive (dead)', ofKind('mount')), ['job_failed']],
    [
      'of a timer whose last run failed',
      unit('active (waiting)', ofKind('timer', { triggers: failedRun })),
      ['job_failed'],
    ],
    [
      'of a timer for nothing',
      unit(
        'active (waiting)',
        ofKind('timer', { triggers: [related('x.service', 'inactive', { load: 'not-found' })] }),
      ),
      ['job_failed'],
    ],
    [
      'of a timer that counts from no run',
      unit('active (elapsed)', ofKind('timer', { recurs: true })),
      ['job_failed'],
    ],
    ['of a timer that was for once', unit('active (elapsed)', ofKind('timer')), []],
    [
      'of a socket that listens',
      unit('active (listening)', ofKind('socket', { triggers: [related('x.service', 'inactive')] })),
      [],
    ],
    ['that forks', unit('active (running)', { type: 'forking' }, { pid: 9 }), []],
    ['that was edited', unit('active (running)', { file_changed: true }), ['unit_changed']],
    [
      'of a timer whose service was edited',
      unit(
        'active (waiting)',
        ofKind('timer', { triggers: [related('x.service', 'inactive', { file_changed: true })] }),
      ),
      ['unit_changed'],
    ],
    [
      'that is not enabled',
      unit('active (running)', { file_state: 'disabled', wanted_by: [] }),
      ['unit_not_enabled'],
    ],
    ['that others start', unit('active (running)', { file_state: 'disabled', wanted_by: ['y.service'] }), []],
    [
      'that an enabled timer starts',
      unit('inactive (dead)', {
        ...oneshot,
        file_state: 'disabled',
        wanted_by: [],
        triggered_by: timer('active'),
      }),
      [],
    ],
    [
      'that a timer starts until the next boot',
      unit('inactive (dead)', {
        ...oneshot,
        file_state: 'static',
        wanted_by: [],
        triggered_by: timer('active', 'disabled'),
      }),
      ['unit_not_enabled'],
    ],
    ...['static', 'indirect', 'generated', 'alias', 'linked', 'transient', 'enabled-runtime', null].map(
      (file_state): [string, Job, string[]] => [
        `whose file is ${file_state}`,
        unit('active (running)', { file_state, wanted_by: [] }),
        [],
      ],
    ),
    [
      'that is down and not enabled',
      unit('inactive (dead)', { file_state: 'disabled', wanted_by: [] }),
      ['job_failed'],
    ],
  ])('%s: %j', (_what, job, types) => {
    expect(typesIn(withJob(seen(job), { launchd_label: null, systemd_unit: 'x.service' }))).toEqual(types);
  });
});

isRated('unit_changed', ['HIGH', 'HIGH', 'HIGH'], 'CRITICAL');
isRated('unit_not_enabled', ['LOW', 'LOW', 'LOW'], 'HIGH');
