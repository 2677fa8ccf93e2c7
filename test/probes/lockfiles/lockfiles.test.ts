import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Lockfile } from '../../../src/facts/lockfile.ts';
import type { Observation } from '../../../src/facts/observation.ts';
import { lacksShells, shells } from '../../support/machines/shells.ts';
import { parse, read } from '../../support/facts/lock-reading.ts';
import { which } from '../../support/machines/system.ts';
import { fuzzRounds } from '../../support/property-time.ts';

const runs = fuzzRounds(2000);

describe.skipIf(lacksShells).each(shells)('a lockfile, read by $name', ({ argv }) => {
  let folder = '';
  const path = (name: string) => join(folder, name);

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'driftwatch-lock-'));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each<[content: string, pid: number]>([
    ['4182', 4182],
    ['4182\n', 4182],
    ['  4182\r\nknox-mac-mini\n', 4182],
    ['{"pid":4182,"started":"2026-03-29T09:12:00Z"}', 4182],
    ['pid=4182', 4182],
    ['2026-03-29 12:30:11 10.0.0.7 v1.2.3 shiva-2 4182\n', 4182],
    ['0 00017 4182', 17],
    ['0004182\n', 4182],
    ['{"port":8080,"pid":4182}', 4182],
    ['{"version":1,"pid":4182}', 4182],
    ['{"version":1,"server":{"port":8080,"main_pid":"4182"}}', 4182],
    ['{"ppid":1,"pid":4182}', 4182],
    ['port: 8080\nprocess:\n  pid: 4182\n', 4182],
    ['version=1\r\nPID=4182\r\n', 4182],
    ['held by pid 4182 since 2026', 4182],
    [
      '4182\n/var/lib/postgresql/15/main\n1774775523\n5432\n/var/run\nlocalhost\n  5432001    131072\nready\n',
      4182,
    ],
    ['{"name":"Käse","pid":4182}', 4182],
  ])('that holds %j names %i', (content, pid) => {
    writeFileSync(path('lock'), content);
    const value = { state: 'held', pid, age_seconds: expect.any(Number) };
    expect(read(path('lock'), argv)).toMatchObject({ ok: true, value });
  });

  it.each<[what: string, content: string | Buffer, detail: RegExp]>([
    ['nothing', '', /is empty: it holds no pid/],
    ['line breaks alone', '\r\n\n', /is empty/],
    ['a number of 64 bits', '1774807200123456789', /holds no pid/],
    ['a pid of four bytes', Buffer.from([86, 16, 0, 0]), /does not hold text/],
    ['words', 'locked by shiva-2\n', /holds no pid/],
    ['a number too large', '99999999999', /holds no pid/],
    ['a negative number', '-1', /holds no pid/],
    ['binary rubbish', Buffer.from([0, 1, 255, 49, 50, 0]), /does not hold text/],
    ['too much', '4182 '.repeat(400), /too large/],
  ])('that holds %s is malformed', (_what, content, detail) => {
    writeFileSync(path('lock'), content);
    const expected = { ok: false, reason: 'malformed', detail: expect.stringMatching(detail) };
    expect(read(path('lock'), argv)).toMatchObject(expected);
  });

  it('is as old as its last writing, and its process lives or not', async () => {
    const child = spawn('sleep', ['30']);
    await once(child, 'spawn');
    writeFileSync(path('lock'), String(child.pid));
    const now = Date.now() / 1000;
    utimesSync(path('lock'), now, now - 3600);
    const alive = read(path('lock'), argv);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const dead = read(path('lock'), argv);
    expect(alive).toMatchObject({ ok: true, value: { alive: true } });
    expect(dead).toMatchObject({ ok: true, value: { alive: false } });
    expect(alive?.ok && alive.value.state === 'held' ? alive.value.age_seconds : 0).toBeCloseTo(3600, -2);
  });

  it('is missing, a directory, a FIFO, or a link to nowhere: each told apart', () => {
    mkdirSync(path('folder'), { recursive: true });
    rmSync(path('fifo'), { force: true });
    execFileSync(which('mkfifo') ?? 'no mkfifo', [path('fifo')]);
    rmSync(path('dangling'), { force: true });
    symlinkSync(path('nowhere'), path('dangling'));
    expect(read(path('none'), argv)).toEqual({ ok: true, value: { state: 'missing' } });
    expect(read(path('none/deep/er'), argv)).toEqual({ ok: true, value: { state: 'missing' } });
    expect(read(path('folder'), argv)).toMatchObject({ detail: expect.stringContaining('directory') });
    expect(read(path('fifo'), argv)).toMatchObject({ detail: expect.stringContaining('not a regular file') });
    expect(read(path('dangling'), argv)).toMatchObject({ detail: expect.stringContaining('not a regular') });
  });

  it('whose name is hostile is read, and nothing else is done', () => {
    const name = path(`it's $(touch pwned) \`x\` "; echo 0 missing #`);
    writeFileSync(name, '17');
    expect(read(name, argv)).toMatchObject({ ok: true, value: { pid: 17 } });
  });
});

const root = process.getuid?.() === 0;
describe.skipIf(lacksShells || !root || which('setpriv') === null)('for a user without the right', () => {
  const nobody: [string, ...string[]] = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', 'sh'];

  it('a lockfile is denied, be it itself or a folder above, and one in an open folder is missing', () => {
    const folder = mkdtempSync(join(tmpdir(), 'driftwatch-lock-'));
    chmodSync(folder, 0o755);
    mkdirSync(join(folder, 'private'), { mode: 0o700 });
    writeFileSync(join(folder, 'private', 'lock'), '17');
    writeFileSync(join(folder, 'secret'), '17', { mode: 0o600 });
    expect(spawnSync(nobody[0], [...nobody.slice(1), '-c', 'id -u'], { encoding: 'utf8' }).stdout).toBe(
      '65534\n',
    );
    const denied = { ok: false, reason: 'denied' };
    expect(read(join(folder, 'secret'), nobody)).toMatchObject(denied);
    expect(read(join(folder, 'private', 'lock'), nobody)).toMatchObject(denied);
    expect(read(join(folder, 'private', 'none', 'lock'), nobody)).toMatchObject(denied);
    expect(read(join(folder, 'none'), nobody)).toEqual({ ok: true, value: { state: 'missing' } });
    rmSync(folder, { recursive: true });
  });
});

describe.skipIf(lacksShells)('a lockfile on macOS, whose shell is bash and which has no /proc', () => {
  it.each([
    ['lives', process.pid, true],
    ['is dead', 4_194_303, false],
  ])('names a process that %s', (_what, pid, alive) => {
    const folder = mkdtempSync(join(tmpdir(), 'driftwatch-lock-'));
    writeFileSync(join(folder, 'lock'), String(pid));
    const change = (sh: string) => sh.replaceAll('/proc/self/stat', '/nonexistent');
    const seen = read(join(folder, 'lock'), ['bash', '--posix'], change);
    rmSync(folder, { recursive: true });
    expect(seen).toMatchObject({ ok: true, value: { pid, alive } });
  });
});

describe('the reading of lockfiles', () => {
  it('gives each service its own file, and one that was cut off is no missing one', () => {
    const seen = parse('0 missing\n1 file 100 160 17 17\n', '/a', '/b', '/c');
    expect(seen).toMatchObject({
      '/a': { ok: true, value: { state: 'missing' } },
      '/b': { ok: true, value: { state: 'held', pid: 17, age_seconds: 60, alive: true } },
      '/c': { ok: false, reason: 'malformed' },
    });
  });

  it.each([
    ['that the machine does not tell', '-', null],
    ['before its clock was set back', '1000', null],
    ['in the same second', '501', 0],
  ])('knows no age %s', (_what, modified, age_seconds) => {
    expect(parse(`0 file ${modified} 500 - 17`, '/a')['/a']).toMatchObject({ value: { age_seconds } });
  });

  it('is a value or a reason for any output', () => {
    const lines = fc.array(
      fc.oneof(
        fc.constantFrom(
          '0 missing',
          '0 file 1 2 3 4',
          '1 denied',
          '0 file - 2 - x',
          '1 file 9 9 9,9 9',
          '0 link 1 2 - a-3',
          'host x',
          '1 file 1 2 - {"pid":7}',
        ),
        fc.string({ unit: 'binary' }),
        fc.string({ unit: fc.constantFrom('0', '1', ' ', 'file', '-', ',', '\u0001', '\n') }),
      ),
    );
    fc.assert(
      fc.property(lines, (all) => {
        const found: Observation<Lockfile>[] = Object.values(parse(all.join('\n'), '/a', '/b'));
        expect(found).toHaveLength(2);
        const held = found.flatMap((lock) => (lock.ok && lock.value.state === 'held' ? lock.value : []));
        expect(held.filter(({ pid, age_seconds }) => !(pid > 0) || (age_seconds ?? 0) < 0)).toEqual([]);
      }),
      { numRuns: runs },
    );
  });
});
