import { describe, expect, it } from 'vitest';
import { compare } from '../../../support/comparison/compare.ts';
import { seen } from '../../../../src/facts/observation.ts';
import { at, cron, held, locked, quiet } from '../../../support/facts/lock-scene.ts';
import type { Scene } from '../../../support/facts/lock-scene.ts';

describe('a lockfile', () => {
  it.each<[what: string, scene: Scene, types: string[]]>([
    ['of the service', { lock: held(4182), running: [at(4182)] }, []],
    [
      'of its wrapper',
      { lock: held(50), running: [at(50, { command: 'sh -c x' }), at(4182, { ppid: 50 })] },
      [],
    ],
    ['of its worker', { lock: held(60), running: [at(4182), at(60, { ppid: 4182, command: 'worker' })] }, []],
    ['that is not there', { lock: seen({ state: 'missing' }), running: [at(4182)] }, []],
    [
      'older than its process, as after a rewrite in place',
      { lock: held(4182), running: [at(4182, { elapsed_seconds: 60 })] },
      [],
    ],
    ['of another process', { lock: held(900), running: [at(4182), cron()] }, ['lockfile_mismatch']],
    [
      'of a dead process, while the service runs',
      { lock: held(77), running: [at(4182)] },
      ['lockfile_mismatch'],
    ],
    [
      'of a zombie, while the service runs',
      { lock: held(77), running: [at(4182), at(77, { state: 'Z', ppid: 1, command: '[x] <defunct>' })] },
      ['lockfile_mismatch'],
    ],
    [
      'of a service that starts this moment',
      { lock: held(77), running: [at(4182, { elapsed_seconds: 3 })] },
      [],
    ],
    [
      'written between the reading of the table and its own',
      { lock: held(5000, { alive: true, age_seconds: 0 }), running: [at(4182)] },
      [],
    ],
    [
      'of a dead process, and nothing runs',
      { lock: held(77), running: [] },
      ['process_missing', 'stale_lockfile'],
    ],
    [
      'whose pid a later process got, while the service runs',
      { lock: held(900), running: [at(4182), cron({ elapsed_seconds: 60 })] },
      ['lockfile_mismatch'],
    ],
    [
      'whose pid a later process got, and nothing runs',
      { lock: held(900), running: [cron({ elapsed_seconds: 60 })] },
      ['process_missing', 'probe_failed'],
    ],
    [
      'whose pid our own reading got',
      { lock: held(300), running: [at(300, { command: 'sh -s', elapsed_seconds: 0 })], own: [300] },
      ['process_missing', 'stale_lockfile'],
    ],
    [
      'whose pid our own reading got, and nobody knows its age',
      {
        lock: held(300, { age_seconds: null }),
        running: [at(300, { command: 'sh -s', elapsed_seconds: 0 })],
        own: [300],
      },
      ['process_missing', 'stale_lockfile'],
    ],
    [
      'of a zombie, and nothing runs',
      { lock: held(77), running: [at(77, { state: 'Z', command: '[x] <defunct>' })] },
      ['process_missing', 'stale_lockfile'],
    ],
    [
      'of another process, where the manifest says how the service looks',
      { lock: held(900), running: [cron()], over: { process: 'akashic' } },
      ['process_missing', 'probe_failed'],
    ],
    [
      'that holds several numbers, one of them the service',
      { lock: held(1, { unsure: true, alive: true, others: [4182] }), running: [at(4182)] },
      [],
    ],
    [
      'that holds only the number of something else, such as pid 1, while the service runs',
      { lock: held(1, { unsure: true, alive: true }), running: [at(4182)] },
      ['probe_failed'],
    ],
    [
      'whose first number is dead and another lives',
      { lock: held(8080, { unsure: true, others: [900] }), running: [cron()] },
      ['process_missing', 'probe_failed'],
    ],
    [
      'of several numbers, none of which lives, while the service runs',
      { lock: held(8080, { unsure: true }), running: [at(4182)] },
      ['probe_failed'],
    ],
    [
      'of several numbers, none of which lives, and nothing runs',
      { lock: held(8080, { unsure: true }), running: [] },
      ['process_missing', 'stale_lockfile'],
    ],
    [
      'whose key names a dead process, whatever other number lives',
      { lock: held(77), running: [cron()] },
      ['process_missing', 'stale_lockfile'],
    ],
    [
      'of another machine, whose pid is dead here',
      { lock: held(77, { elsewhere: 'web-2' }), running: [] },
      ['process_missing', 'probe_failed'],
    ],
    [
      'of another machine, whose pid is a stranger here',
      { lock: held(900, { elsewhere: 'web-2' }), running: [at(4182), cron()] },
      ['probe_failed'],
    ],
    [
      'that calls its machine by an older name',
      { lock: held(4182, { elsewhere: 'knox-mini' }), running: [at(4182)] },
      [],
    ],
  ])('%s', (_what, scene, types) => {
    const found = compare(quiet(locked(scene))).findings.map(({ type }) => type);
    expect(found.filter((type) => !type.startsWith('health')).toSorted()).toEqual(types.toSorted());
  });
});
