import { describe, expect, it } from 'vitest';
import { compare } from '../../../support/comparison/compare.ts';
import { nowhere } from '../../../../src/facts/job.ts';
import { seen, unseen } from '../../../../src/facts/observation.ts';
import { akashic, at, cron, held, locked, path, quiet } from '../../../support/facts/lock-scene.ts';
import { answering, findingOf, statusesIn, typesIn } from '../../../support/comparison/scene.ts';
import { isRated } from '../../../support/findings/is-rated.ts';

describe('a lockfile', () => {
  it('of a process that no name tells is unknown, not missing and not foreign', () => {
    const odd = locked({ lock: held(900), running: [at(900, { command: 'python3 /opt/app/main.py' })] });
    expect(typesIn(odd)).toEqual(['probe_failed']);
    expect(statusesIn(odd)).toEqual({ [akashic]: 'unknown' });
    expect(compare(odd).gaps[0]?.detail).toContain('set its process in the manifest');
  });

  it('of a living process that does not look like the service is unknown, with both names', () => {
    const odd = quiet(locked({ lock: held(900), running: [cron()], over: { process: 'main.py' } }));
    expect(compare(odd).gaps.find(({ fact }) => fact.startsWith('lockfile'))?.detail).toBe(
      'it names pid 900, which is /usr/sbin/cron … and does not look like akashic-records: find out what it is before you remove the file',
    );
    expect(compare(odd).services).toMatchObject([{ unseen: ['lockfile /run/akashic.pid'] }]);
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
        'The lockfile of akashic-records on knox-mac-mini names another process: /run/akashic.pid holds pid 900, which is /usr/sbin/cron …, written 20h ago. Nothing stops a second akashic-records from starting. Find out who wrote it, then restart the service.',
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

  it.each([
    ['another process of the machine', [cron({ pid: 7 })]],
    ['a dead one', []],
  ])('of a container that the manifest does not name is not compared either: %s', (_what, others) => {
    const cgroup = `/system.slice/${akashic}.service/libpod-payload-${'ab'.repeat(32)}`;
    const running = [at(4182, { cgroup }), ...others];
    const over = { systemd_unit: akashic };
    const inside = locked({ lock: held(7, { alive: others.length > 0 }), running, over });
    expect(typesIn(inside)).not.toContain('lockfile_mismatch');
    expect(compare(inside).gaps).toContainEqual(
      expect.objectContaining({ detail: 'pid 7 may be counted within a container, and cannot be compared' }),
    );
  });

  it('of a machine that is a container itself is compared', () => {
    const cgroup = '/lxc.payload.box/system.slice';
    const lies = locked({ lock: held(900), running: [at(4182), cron()] });
    const { processes } = lies.observations.machines['knox-mac-mini']?.facts ?? {};
    if (processes?.ok) for (const each of processes.value.processes) each.cgroup = cgroup;
    expect(typesIn(lies)).toContain('lockfile_mismatch');
  });

  it('that no service names costs nothing', () => {
    expect(statusesIn(locked({ lock: null, running: [at(4182)], over: { lockfile: null } }))).toEqual({
      [akashic]: 'in_sync',
    });
  });
});

isRated('lockfile_mismatch', ['HIGH', 'HIGH', 'HIGH'], 'CRITICAL');
isRated('stale_lockfile', ['LOW', 'LOW', 'LOW'], 'CRITICAL');
