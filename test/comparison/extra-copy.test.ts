import { describe, expect, it } from 'vitest';
import { seen } from '../../src/facts/observation.ts';
import { isoInstant } from '../../src/time/instant.ts';
import { aProcess } from '../support/facts/observed.ts';
import { answering, findingOf, fleet, hour, shivaAt, withMachine } from '../support/comparison/scene.ts';

describe('the extra copy', () => {
  it('trusts the pid that /health names over age', () => {
    const situation = fleet({}, [
      shivaAt(812),
      shivaAt(4711, { elapsed_seconds: hour }),
      shivaAt(4712, { ppid: 4711 }),
    ]);
    const { evidence } = findingOf(answering(situation, 'shiva', { pid: 4712 }), 'duplicate_process');
    expect(evidence['trees']).toMatchObject([
      { pid: 4711, processes: 2, extra: false },
      { pid: 812, extra: true, reason: 'not the one /health names' },
    ]);
  });

  it("does not take a container's own pid for one of the machine", () => {
    const situation = fleet({ docker_service: 'shiva' }, [
      shivaAt(812),
      shivaAt(4711, { elapsed_seconds: hour }),
    ]);
    const { evidence } = findingOf(answering(situation, 'shiva', { pid: 4711 }), 'duplicate_process');
    expect(evidence['trees']).toMatchObject([
      { pid: 812, extra: false },
      { pid: 4711, extra: true },
    ]);
  });

  it.each([
    [
      'a login',
      { ppid: 900, cgroup: '/user.slice/user-1000.slice/session-12.scope' },
      'bash (pid 900, user knox) in login session 12',
    ],
    [
      'cron',
      { ppid: 901, cgroup: '/system.slice/cron.service' },
      'cron (pid 901, user root) in the unit cron',
    ],
    [
      'a unit, adopted by pid 1',
      { ppid: 1, cgroup: '/system.slice/old-shiva.service' },
      'the unit old-shiva',
    ],
    ['nobody knows whom', { ppid: 1, cgroup: null }, null],
  ])('says when the extra copy started, and that it was started by %s', (_, over, starter) => {
    const situation = fleet({}, [
      aProcess({ pid: 1, ppid: 0, user: 'root', command: '/sbin/init' }),
      aProcess({ pid: 900, command: '-bash --secret hunter2' }),
      aProcess({ pid: 901, user: 'root', command: '/usr/sbin/cron -f' }),
      shivaAt(812, { cgroup: '/system.slice/shiva.service' }),
      shivaAt(4711, { elapsed_seconds: 60, ...over }),
    ]);
    const { evidence, summary } = findingOf(situation, 'duplicate_process');
    expect(evidence['trees']).toMatchObject([
      { pid: 812, extra: false },
      { pid: 4711, extra: true, started_by: starter, started_at: isoInstant(situation.now - 60_000) },
    ]);
    const told = starter === null ? 'shiva). Both may' : `started by ${starter}). Both may`;
    expect(summary).toContain(told);
    expect(JSON.stringify([evidence, summary])).not.toContain('hunter2');
  });

  it('trusts the lockfile over age, and says so', () => {
    const alone = fleet({ lockfile: '/run/shiva.pid' }, [
      shivaAt(812),
      shivaAt(4711, { elapsed_seconds: hour }),
    ]);
    const observed = alone.observations.machines['tesseract']!;
    const lock = { state: 'held' as const, pid: 4711, alive: true, age_seconds: hour };
    const facts = { ...observed.facts, lockfiles: seen({ shiva: seen(lock) }) };
    const situation = withMachine(alone, { ...observed, facts });
    expect(findingOf(situation, 'duplicate_process').evidence['trees']).toMatchObject([
      { pid: 4711, extra: false, named_by: 'the lockfile' },
      { pid: 812, extra: true, named_by: null, reason: 'not the one the lockfile names' },
    ]);
  });
});
