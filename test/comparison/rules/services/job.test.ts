import { describe, expect, it } from 'vitest';
import { compare } from '../../../support/comparison/compare.ts';
import type { Service } from '../../../../src/inventory/manifest.ts';
import type { Job } from '../../../../src/facts/job.ts';
import { seen, unseen } from '../../../../src/facts/observation.ts';
import { aProcess } from '../../../support/facts/observed.ts';
import { akashic, launchd, systemd, unit, withJob } from '../../../support/comparison/job-scene.ts';
import { findingOf, statusesIn, typesIn } from '../../../support/comparison/scene.ts';
import { isRated } from '../../../support/findings/is-rated.ts';

describe('a job', () => {
  it.each<[what: string, job: Job, types: string[]]>([
    ['that runs', { ...launchd, pid: 412, last_exit: 0 }, []],
    ['that runs, killed at its last deployment', { ...launchd, pid: 412, last_exit: -9 }, []],
    ['that runs, ended at the last logout', { ...launchd, pid: 412, last_exit: -15 }, []],
    ['that was killed', { ...launchd, last_exit: -9 }, ['job_failed']],
    ['that was ended', { ...launchd, last_exit: -15 }, ['job_failed']],
    ['that failed', { ...launchd, last_exit: 78 }, ['job_failed']],
    ['that waits for its next interval', { ...launchd, last_exit: 0 }, []],
    ['that has never run', { ...launchd, last_exit: null, state: 'not running' }, []],
    ['that is not loaded', { ...launchd, loaded: false }, ['job_not_loaded']],
    ['of systemd that runs', unit('active (running)', {}, { pid: 812 }), []],
    ['that reloads after a failure', unit('reloading (reload)', {}, { pid: 812, last_exit: 1 }), []],
    ['that systemd gave up', unit('failed (failed)', {}, { last_exit: -9 }), ['job_failed']],
    ['that never started', unit('failed (failed)'), ['job_failed']],
    [
      'that systemd starts again and again',
      unit('activating (auto-restart)', {}, { result: 'exit-code', last_exit: 1, restarts: 2 }),
      ['job_failed'],
    ],
    ['of a oneshot that ended well', unit('inactive (dead)', { type: 'oneshot' }, { last_exit: 0 }), []],
    ['that somebody stopped', unit('inactive (dead)', {}, { last_exit: -15 }), ['job_failed']],
    ['of a timer that waits', unit('active (waiting)', { kind: 'timer', type: null }), []],
    ['that is masked', { ...systemd, loaded: false, state: 'masked' }, ['job_not_loaded']],
    ['that has no unit', { ...systemd, loaded: false, state: 'not-found' }, ['job_not_loaded']],
  ])('%s: %j', (_what, job, types) => {
    const situation = withJob(seen(job));
    expect(typesIn(situation)).toEqual(types);
    expect(statusesIn(situation)).toEqual({ [akashic]: types.length > 0 ? 'drift' : 'in_sync' });
  });

  it('says what happened and what to do', () => {
    const failed = withJob(seen({ ...launchd, last_exit: -9, state: 'spawn scheduled' }));
    expect(findingOf(failed, 'job_failed').summary).toBe(
      "akashic-records on knox-mac-mini has failed: launchd's job com.knox.akashic has no process, and its last run ended with signal 9, state spawn scheduled. Read the log that its plist names, then start it.",
    );
    const absent = withJob(seen({ ...systemd, loaded: false, state: 'not-found' }));
    expect(findingOf(absent, 'job_not_loaded').summary).toContain('systemd does not have the job');
  });

  it('keeps its id when the exit changes', () => {
    const ids = [1, 2].map(
      (last_exit) => findingOf(withJob(seen({ ...launchd, last_exit })), 'job_failed').id,
    );
    expect(ids[0]).toBe(ids[1]);
  });

  it('that could not be read makes its service unknown, with the reason', () => {
    const denied = withJob(unseen('denied', 'launchctl: not permitted'));
    expect(statusesIn(denied)).toEqual({ [akashic]: 'unknown' });
    expect(compare(denied).gaps).toEqual([
      { service: akashic, of: 'job', fact: 'job', detail: 'launchctl: not permitted' },
    ]);
    expect(typesIn(denied)).toEqual(['probe_failed']);
    expect(statusesIn(withJob(null))).toEqual({ [akashic]: 'unknown' });
  });

  it('is asked of no service that names none, and not by /dupes', () => {
    expect(statusesIn(withJob(null, { launchd_label: null }))).toEqual({ [akashic]: 'in_sync' });
    const quick = { ...withJob(null, { endpoints: [] }), only: 'processes' as const };
    expect(statusesIn(quick)).toEqual({ [akashic]: 'in_sync' });
  });

  it('that runs is not missing, though no name tells its process; where the manifest tells, it is', () => {
    const process = aProcess({ pid: 412, command: 'python3 /srv/main.py' });
    const running = (over: Partial<Service>) => {
      const situation = withJob(seen({ ...launchd, pid: 412 }), over);
      const observation = situation.observations.machines['knox-mac-mini'];
      if (observation) observation.facts.processes = seen({ processes: [process], own: [] });
      return typesIn(situation);
    };
    expect(running({ instances: 1 })).toEqual([]);
    expect(running({ process: 'akashic' })).toEqual(['process_missing']);
    expect(running({ instances: 2 })).toEqual(['process_missing']);
  });
});

isRated('job_failed', ['CRITICAL', 'CRITICAL', 'HIGH'], 'CRITICAL');
isRated('job_not_loaded', ['CRITICAL', 'CRITICAL', 'HIGH'], 'CRITICAL');
