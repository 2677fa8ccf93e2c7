import { describe, expect, it } from 'vitest';
import type { MachineFacts } from '../../../src/facts/machine-facts.ts';
import type { Lockfile } from '../../../src/facts/lockfile.ts';
import { seen } from '../../../src/facts/observation.ts';
import { aProcess } from '../../support/facts/observed.ts';
import { planned, words } from '../../support/remediation/actions/scene.ts';
import type { Scene } from '../../support/remediation/actions/scene.ts';

describe('remove-lockfile', () => {
  const service = { lockfile: '/run/app.pid' };
  const lock = (over: Partial<Lockfile & { state: 'held' }> = {}): MachineFacts => ({
    processes: seen({ processes: [aProcess({ pid: 900 })], own: [], zombies: [] }),
    lockfiles: seen({ app: seen({ state: 'held', pid: 77, age_seconds: 3600, alive: false, ...over }) }),
  });
  const finding = { type: 'stale_lockfile' } as const;
  const reused = seen({ processes: [aProcess({ pid: 77 })], own: [], zombies: [] });
  it.each<[string, Scene, string[] | RegExp]>([
    [
      'an old one of a dead process',
      { service, facts: lock(), finding },
      [
        'find',
        '/run/app.pid',
        '-prune',
        '-type',
        'f',
        '-mmin',
        '+1',
        '-print',
        '-exec',
        'rm',
        '-f',
        '{}',
        ';',
      ],
    ],
    [
      'not of a process that lives',
      { service, facts: lock({ alive: true }), finding },
      /a process has the pid 77/,
    ],
    [
      'not of a pid that another has now',
      { service, facts: { ...lock(), processes: reused }, finding },
      /a process has the pid 77/,
    ],
    [
      'not one whose other number lives',
      { service, facts: lock({ unsure: true, others: [900] }), finding },
      /check the file/,
    ],
    ['not one without a key', { service, facts: lock({ unsure: true }), finding }, /is uncertain/],
    ['not one of another machine', { service, facts: lock({ elsewhere: 'web-2' }), finding }, /is uncertain/],
    [
      'not one that a process holds',
      { service, facts: lock({ pid: 900 }), finding },
      /a process has the pid 900/,
    ],
    [
      'not where no process was seen',
      { service, facts: { lockfiles: lock().lockfiles! }, finding },
      /processes that it could name/,
    ],
    ['not a new one', { service, facts: lock({ age_seconds: 20 }), finding }, /three minutes/],
    ['not one of an unknown age', { service, facts: lock({ age_seconds: null }), finding }, /three minutes/],
    [
      'not one that is gone',
      { service, facts: { lockfiles: seen({ app: seen({ state: 'missing' }) }) }, finding },
      /could not be seen/,
    ],
  ])('%s', (_, scene, expected) => {
    expect(planned('remove-lockfile', scene)).toEqual(words(expected));
  });
});
