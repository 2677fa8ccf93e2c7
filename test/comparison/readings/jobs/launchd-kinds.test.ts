import { describe, expect, it } from 'vitest';
import type { Job } from '../../../../src/facts/job.ts';
import { seen } from '../../../../src/facts/observation.ts';
import { aMachineObservation, aProcess } from '../../../support/facts/observed.ts';
import { launched, withJob } from '../../../support/comparison/job-scene.ts';
import { typesIn, withMachine } from '../../../support/comparison/scene.ts';

describe('a job', () => {
  it.each<[what: string, job: Job, types: string[]]>([
    [
      'of launchd that dies for ever',
      launched({ runs: 482, keep_alive: 'always' }, { last_exit: 1, state: 'spawn scheduled' }),
      ['restart_loop'],
    ],
    [
      'of launchd that dies for ever, with a process that is gone by now',
      launched({ runs: 482 }, { last_exit: 1, pid: 99_999 }),
      ['restart_loop'],
    ],
    [
      'of launchd that ends well for ever',
      launched({ runs: 482, keep_alive: 'always' }, { last_exit: 0 }),
      ['restart_loop'],
    ],
    [
      'of launchd that is kept, and is not there',
      launched({ keep_alive: 'always' }, { last_exit: 0, state: 'not running' }),
      ['job_failed'],
    ],
    [
      'of launchd that is kept, and never ran',
      launched({ runs: 0, keep_alive: 'on failure' }),
      ['job_failed'],
    ],
    [
      'of launchd that is kept until it ends well',
      launched({ runs: 4, keep_alive: 'on failure' }, { last_exit: 0 }),
      [],
    ],
    [
      'of launchd whose program cannot be run',
      launched({ spawn_failed: true }, { state: 'not running' }),
      ['job_failed'],
    ],
    [
      'of launchd that waits for its next hour',
      launched({ runs: 482, scheduled: true }, { last_exit: 0, state: 'not running' }),
      [],
    ],
    [
      'of launchd whose last hour failed',
      launched({ runs: 482, scheduled: true }, { last_exit: 1, state: 'not running' }),
      ['job_failed'],
    ],
    [
      'of launchd that was deployed often',
      launched({ runs: 40, keep_alive: 'always' }, { last_exit: -15, pid: 412 }),
      [],
    ],
    [
      'of launchd that cannot be started',
      launched({ runs: 214 }, { last_exit: 78, state: 'spawn scheduled' }),
      ['job_failed'],
    ],
  ])('%s: %j', (_what, job, types) => {
    expect(typesIn(withJob(seen(job)))).toEqual(types);
  });

  it('of launchd that died often, and has run for long now, is no loop', () => {
    const situation = withJob(
      seen(launched({ runs: 482, keep_alive: 'always' }, { last_exit: 1, pid: 412 })),
    );
    const observation = situation.observations.machines['knox-mac-mini'];
    const process = aProcess({ pid: 412, elapsed_seconds: 86_400 });
    if (observation) observation.facts.processes = seen({ processes: [process], own: [] });
    expect(typesIn(situation)).toEqual([]);
  });

  it('of launchd whose process table was not read may have run for long', () => {
    const situation = withJob(
      seen(launched({ runs: 482, keep_alive: 'always' }, { last_exit: 1, pid: 412 })),
    );
    const { facts = {} } = situation.observations.machines['knox-mac-mini'] ?? {};
    const { processes: _, ...others } = facts;
    const blind = withMachine(
      situation,
      aMachineObservation({ facts: others, asked_by: { jobs: ['akashic-records'] } }),
    );
    expect(typesIn(blind)).not.toContain('restart_loop');
  });
});
