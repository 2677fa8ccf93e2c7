import { existsSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Job } from '../../../src/facts/job.ts';
import { jobs } from '../../../src/probes/jobs/jobs.ts';
import { aMachine, aService } from '../../support/facts/observed.ts';
import { lacksShells, shells } from '../../support/machines/shells.ts';
import { ask, jobOf, read, targetOf } from '../../support/probes/job-scene.ts';
import { fuzzRounds } from '../../support/property-time.ts';

const gui = expect.stringMatching(/^gui\/\d+$/);
const runs = fuzzRounds(2000);

describe.skipIf(lacksShells).each(shells)('launchd, asked by $name', ({ argv: shell }) => {
  it.each<[label: string, job: Partial<Job>]>([
    ['com.knox.akashic', { loaded: true, domain: gui, pid: 412, last_exit: -9, state: 'running' }],
    ['com.knox.leverage', { loaded: true, domain: gui, pid: null, last_exit: 78, state: 'spawn scheduled' }],
    ['com.knox.stopped', { loaded: true, domain: null, pid: null, last_exit: -15, state: null }],
    ['com.knox.nightly', { loaded: true, pid: null, last_exit: null, state: 'not running' }],
    ['com.knox.shiva', { loaded: true, domain: 'system', pid: 98, last_exit: null }],
    ['com.knox.akash', { loaded: false, domain: null, pid: null, last_exit: null, state: null }],
  ])('knows %s', (label, job) => {
    const asked = { target: targetOf([label]), names: ['launchctl'], shell };
    expect(jobOf(asked)).toMatchObject({ ok: true, value: { manager: 'launchd', name: label, ...job } });
  });
});

describe.skipIf(lacksShells).each(shells)('systemd, asked by $name', ({ argv: shell }) => {
  it.each<[unit: string, job: Partial<Job>]>([
    [
      'shiva.service',
      { loaded: true, domain: 'system', pid: 812, last_exit: null, state: 'active (running)', restarts: 2 },
    ],
    ['shiva-alias', { loaded: true, pid: 812 }],
    ['crashed.service', { loaded: true, pid: null, last_exit: -9, result: 'oom-kill' }],
    ['looping.service', { loaded: true, pid: null, last_exit: 1, state: 'activating (auto-restart)' }],
    ['backup.service', { loaded: true, pid: null, last_exit: 0, state: 'inactive (dead)' }],
    ['backup.timer', { loaded: true, pid: null, last_exit: null, state: 'active (waiting)' }],
    ['masked.service', { loaded: false, domain: 'system', state: 'masked' }],
    ['indexer.service', { loaded: true, domain: 'user', pid: 4300 }],
    ['typo', { loaded: false, domain: null, state: 'not-found' }],
  ])('knows %s', (unit, job) => {
    const asked = { target: targetOf([], [unit]), names: ['systemctl'], userManager: true, shell };
    expect(jobOf(asked)).toMatchObject({ ok: true, value: { manager: 'systemd', name: unit, ...job } });
  });
});

describe.skipIf(lacksShells)('jobs', () => {
  it('leave the environment of a job on the machine: it may hold secrets', () => {
    const target = targetOf(['com.knox.akashic']);
    const output = ask({ target, names: ['launchctl'] });
    expect(output).toContain('state = running');
    expect(output).not.toMatch(/API_TOKEN|sk-live|coalition|program =|^\t\t/m);
  });

  it('are told apart item by item: one that cannot be read costs no other', () => {
    const target = targetOf(['com.knox.locked', 'com.knox.shiva']);
    expect(read(ask({ target, names: ['launchctl'] }), target)).toMatchObject({
      ok: true,
      value: {
        'com.knox.locked': { ok: false, reason: 'denied', detail: expect.stringContaining('not permitted') },
        'com.knox.shiva': { ok: true, value: { pid: 98 } },
      },
    });
  });

  it('of a machine of another init are unsupported, with what to declare instead', () => {
    const target = targetOf([], ['x']);
    const output = '% systemd none openrc\n';
    expect(read(output, target)).toEqual({
      ok: false,
      reason: 'unsupported',
      code: 'ENOENT',
      detail:
        'there is no systemctl on the machine: it is started by openrc. Declare process or health_url instead',
    });
  });

  const bus = 'Failed to connect to bus';
  it.each([
    ['no launchctl', targetOf(['x']), {}, 'unsupported', /no launchctl/],
    ['a machine of another init', targetOf([], ['x']), notBooted(), 'unsupported', /not booted with systemd/],
    ['no bus', targetOf([], ['x']), failing(`${bus}: No such file or directory`), 'unreachable', /bus/],
    ['a bus that refuses', targetOf([], ['x']), failing(`${bus}: Permission denied`), 'denied', /denied/],
    [
      'a program that says nothing',
      targetOf([], ['x']),
      { systemctl: 'exit 0' },
      'malformed',
      /said nothing/,
    ],
    ['a launchctl that fails', targetOf(['x']), { launchctl: 'exit 5' }, 'malformed', /status 5/],
  ])('%s is a reason, and one for the section', (_what, target, own, reason, detail) => {
    const seen = read(ask({ target, own }), target);
    expect(seen).toMatchObject({ ok: false, reason, detail: expect.stringMatching(detail) });
  });

  it('that the system does not have are not missing while the user manager does not answer', () => {
    const systemctl = `case $1 in --user) echo '${bus}: No medium found'; exit 1 ;; esac
printf 'Id=x.service\\nNames=x.service\\nLoadState=not-found\\n'`;
    const target = targetOf([], ['x']);
    expect(jobOf({ target, own: { systemctl }, userManager: true })).toMatchObject({ reason: 'unreachable' });
    expect(jobOf({ target, own: { systemctl } })).toMatchObject({ ok: true, value: { loaded: false } });
  });

  it('named for both kinds of machine are those of the manager that is there', () => {
    const machine = aMachine();
    const services = [aService({ launchd_label: 'com.knox.akashic', systemd_unit: 'typo' })];
    const target = { machine, services };
    expect(jobOf({ target, names: ['launchctl'], own: { systemctl: 'exit 1' } })).toMatchObject({
      ok: true,
      value: { manager: 'launchd', pid: 412 },
    });
  });

  it('hand no text of the manifest to the shell', () => {
    const label = `x';touch$IFS/tmp/driftwatch-pwned;'"$(false)\`false\``;
    expect(jobOf({ target: targetOf([label]), names: ['launchctl'] })).toMatchObject({
      ok: true,
      value: { loaded: false },
    });
    expect(existsSync('/tmp/driftwatch-pwned')).toBe(false);
  });

  it('know every process of the unit, also what has left its main process', () => {
    const target = targetOf([], ['shiva.service']);
    const output = ask({ target, names: ['systemctl'] });
    const group = '/sys/fs/cgroup/system.slice/shiva.service';
    const procs = [
      `${group}/cgroup.procs:812`,
      `${group}/worker/cgroup.procs:813`,
      `${group}-2/cgroup.procs:9`,
    ];
    const filled = output.replace(/^Now=/m, (now) => `${procs.join('\n')}\n\n${now}`);
    expect(read(filled, target)).toMatchObject({
      value: { 'shiva.service': { value: { pids: [812, 813] } } },
    });
  });

  it('are asked for only where the manifest names one', () => {
    expect(jobs.wanted(aService(), aMachine())).toBe(false);
    expect(jobs.wanted(aService({ launchd_label: 'x' }), aMachine())).toBe(true);
    expect(jobs.wanted(aService({ systemd_unit: 'x' }), aMachine({ ssh: false }))).toBe(false);
  });

  it('are values or reasons for any output, mutated or random', () => {
    const target = targetOf(['com.knox.akashic', 'x'], ['shiva.service', 'y']);
    const whole = ask({ target, names: ['launchctl', 'systemctl'], userManager: true });
    const lines = fc.array(
      fc.oneof(fc.constantFrom(...whole.split('\n')), fc.string({ unit: 'binary', maxLength: 30 })),
      { maxLength: 40 },
    );
    const changed = fc
      .tuple(fc.nat(whole.length), fc.nat(9), fc.string({ unit: 'binary', maxLength: 9 }))
      .map(([at, length, text]) => whole.slice(0, at) + text + whole.slice(at + length));
    fc.assert(
      fc.property(
        fc.oneof(
          lines.map((all) => all.join('\n')),
          changed,
        ),
        (output) => {
          const seen = read(output, target);
          const found = seen.ok ? Object.entries(seen.value) : [];
          const asked = seen.ok ? target.services.map(({ name }) => name) : [];
          expect(found.map(([name]) => name)).toEqual(asked);
          const pids = found.flatMap(([, job]) => (job.ok ? [job.value.pid ?? 1, ...job.value.pids] : []));
          expect(pids.filter((pid) => !Number.isInteger(pid) || pid < 1)).toEqual([]);
        },
      ),
      { numRuns: runs },
    );
  });
});

function failing(said: string): Record<string, string> {
  return { systemctl: `echo '${said}' >&2; exit 1` };
}

function notBooted(): Record<string, string> {
  return failing(
    "System has not been booted with systemd as init system (PID 1). Can't operate.\nFailed to connect to bus: Host is down".replaceAll(
      "'",
      String.raw`'\''`,
    ),
  );
}
