import { describe, expect, it } from 'vitest';
import { compare } from '../../src/comparison/compare.ts';
import type { Situation } from '../../src/comparison/rule.ts';
import type { Service } from '../../src/inventory/manifest.ts';
import { nowhere } from '../../src/probes/job.ts';
import type { Lockfile } from '../../src/probes/lockfiles.ts';
import { seen, unseen } from '../../src/probes/observation.ts';
import type { Observation } from '../../src/probes/observation.ts';
import type { Process } from '../../src/probes/processes.ts';
import { aMachineObservation, aProcess, aService, aSituation } from '../observed.ts';
import { answering, findingOf, hour, statusesIn, typesIn, withMachine } from './scene.ts';

const akashic = 'akashic-records';
const path = '/run/akashic.pid';
const init = aProcess({ pid: 1, ppid: 0, command: '/sbin/init', elapsed_seconds: 900 * hour });
const at = (pid: number, over: Partial<Process> = {}) => aProcess({ pid, ...over });
const cron = (over: Partial<Process> = {}) => at(900, { command: '/usr/sbin/cron …', ...over });
const held = (pid: number, over: Partial<Lockfile> = {}): Observation<Lockfile> =>
  seen({ state: 'held', pid, age_seconds: 20 * hour, alive: false, ...over });

type Scene = {
  lock: Observation<Lockfile> | null;
  running: Process[];
  own?: number[];
  over?: Partial<Service>;
};

/** akashic-records with this lockfile, on a machine with these processes. */
function locked({ lock, running, own = [], over = {} }: Scene): Situation {
  const services = [aService({ lockfile: path, ...over })];
  const observation = aMachineObservation({ processes: [init, ...running], own });
  if (lock) observation.facts.lockfiles = seen({ [akashic]: lock });
  observation.asked_by = { processes: [akashic], lockfiles: [akashic] };
  return withMachine(aSituation({ services }), observation);
}

const quiet = (situation: Situation) => answering(situation, akashic, unseen('timeout', 'no answer'));

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
      ['process_missing', 'stale_lockfile'],
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
      ['process_missing', 'lockfile_mismatch'],
    ],
  ])('%s', (_what, scene, types) => {
    const found = compare(quiet(locked(scene))).findings.map(({ type }) => type);
    expect(found.filter((type) => !type.startsWith('health')).toSorted()).toEqual(types.toSorted());
  });

  it('of a process that no name tells is unknown, not missing and not foreign', () => {
    const odd = locked({ lock: held(900), running: [at(900, { command: 'python3 /opt/app/main.py' })] });
    expect(typesIn(odd)).toEqual(['probe_failed']);
    expect(statusesIn(odd)).toEqual({ [akashic]: 'unknown' });
    expect(compare(odd).gaps[0]?.detail).toContain('declare its process in the manifest');
  });

  it.each(['job', 'health'])('of a process that no name tells is right where the %s names it', (by) => {
    const odd = locked({ lock: held(900), running: [at(900, { command: 'python3 /opt/app/main.py' })] });
    const job = { ...nowhere, manager: 'launchd' as const, name: 'x', loaded: true, pid: 900 };
    const facts = odd.observations.machines['knox-mac-mini']?.facts;
    if (by === 'job' && facts) facts.jobs = seen({ [akashic]: seen(job) });
    const named = by === 'health' ? answering(odd, akashic, { pid: 900 }) : odd;
    expect(typesIn(named)).toEqual([]);
    expect(statusesIn(named)).toEqual({ [akashic]: 'in_sync' });
  });

  it('of a dead process is no stale one while /health answers', () => {
    const types = typesIn(locked({ lock: held(77), running: [] }));
    expect(types).toContain('lockfile_mismatch');
    expect(types).not.toContain('stale_lockfile');
  });

  it('is LOW when stale, HIGH when it lies', () => {
    expect(findingOf(quiet(locked({ lock: held(77), running: [] })), 'stale_lockfile').severity).toBe('LOW');
    const lies = locked({ lock: held(900), running: [at(4182), cron()] });
    expect(findingOf(lies, 'lockfile_mismatch')).toMatchObject({
      severity: 'HIGH',
      summary:
        'The lockfile of akashic-records on knox-mac-mini names another process: /run/akashic.pid holds pid 900, which is /usr/sbin/cron …, written 20h ago. Nothing keeps a second akashic-records from starting. Find out who wrote it, then start the service anew.',
      evidence: { pid: 900, holder: { command: '/usr/sbin/cron …' } },
    });
  });

  it('that was not read makes its service unknown, with the reason', () => {
    const denied = locked({
      lock: unseen('denied', `the SSH user may not read ${path}`),
      running: [at(4182)],
    });
    expect(statusesIn(denied)).toEqual({ [akashic]: 'unknown' });
    expect(typesIn(denied)).toEqual(['probe_failed']);
    expect(statusesIn(locked({ lock: null, running: [at(4182)] }))).toEqual({ [akashic]: 'unknown' });
  });

  it('names nobody dead while the process table was not seen whole', () => {
    const blind = locked({ lock: held(77), running: [] });
    const facts = blind.observations.machines['knox-mac-mini']?.facts;
    if (facts) facts.processes = unseen('denied', 'hidepid');
    expect(typesIn(blind)).toEqual(['probe_failed']);
    expect(statusesIn(blind)).toEqual({ [akashic]: 'unknown' });
  });

  it('of a container is not compared with the pids of the machine', () => {
    const inside = locked({ lock: held(7), running: [at(4182)], over: { docker_service: 'akashic' } });
    expect(typesIn(inside)).not.toContain('lockfile_mismatch');
    expect(compare(inside).gaps.map(({ fact }) => fact)).toContain('lockfile /run/akashic.pid');
  });

  it('that no service names costs nothing', () => {
    expect(statusesIn(locked({ lock: null, running: [at(4182)], over: { lockfile: null } }))).toEqual({
      [akashic]: 'in_sync',
    });
  });
});
