import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { processes } from '../../../src/probes/processes/processes.ts';
import { aMachine, aService } from '../../support/facts/observed.ts';
import { fuzzRounds } from '../../support/property-time.ts';

const target = { machine: aMachine(), services: [aService()] };
const runs = fuzzRounds(2000);
const macOS = readFileSync(new URL('../fixtures/macos-ps.txt', import.meta.url), 'utf8');

function parse(output: string, over: { status?: number; truncated?: boolean } = {}) {
  return processes.parse({ output, status: 0, truncated: false, ...over }, target);
}

/** A table of the three processes that every test needs, with rows of its own. */
function table(...rows: string[]): string {
  return ['shell 42', 'from ps', '1 0 S 10:00 root init', '42 1 S 00:00 knox sh -s', ...rows, ''].join('\n');
}

describe('the process table', () => {
  it('is read from macOS, with names and paths as they stand', () => {
    const seen = parse(macOS);
    if (!seen.ok) throw new Error(seen.detail);
    expect(seen.value.processes).toHaveLength(15);
    expect(seen.value.processes).toContainEqual({
      pid: 409,
      ppid: 1,
      state: 'S',
      elapsed_seconds: ((7 * 24 + 20) * 60 + 3) * 60 + 11,
      user: 'knox',
      command: '/Applications/Visual Studio Code.app/Contents/MacOS/Electron',
      cgroup: null,
      cwd: null,
    });
    expect(seen.value.processes).toContainEqual(
      expect.objectContaining({ pid: 1377, user: '_mdnsresponder_long' }),
    );
    expect(seen.value.processes).toContainEqual(
      expect.objectContaining({ pid: 1020, state: 'Z', command: '<defunct>' }),
    );
    expect(seen.value.own.sort((a, b) => a - b)).toEqual([71240, 71243, 71244, 71250, 71251, 71252, 71253]);
  });

  it.each([
    ['00:07', 7],
    ['59:59', 3599],
    ['01:00:00', 3600],
    ['1-00:00:00', 86_400],
    ['497-02:28:16', 42_949_696],
    ['3305', 3305],
    ['-', null],
    ['-5', null],
    ['1:2:3:4', null],
    ['?', null],
  ])('has an elapsed time of %s as %s seconds', (text, seconds) => {
    const seen = parse(table(`7 1 S ${text} knox x`));
    expect(seen.ok && seen.value.processes.find(({ pid }) => pid === 7)?.elapsed_seconds).toBe(seconds);
  });

  it.each([
    ['nothing', ''],
    ['a shell that says something else', 'ps: command not found\n'],
    ['only the shell', 'shell 42\nfrom ps\n'],
    ['no row of its own shell', 'shell 42\nfrom ps\n1 0 S 00:01 root init\n'],
    ['a line that is no row', table('a line')],
    ['a row with words for numbers', table('x y S 00:00 knox sleep')],
    ['a row without a command or a user', table('7 1 S 00:00')],
    ['one pid twice', table('42 1 S 00:00 knox shiva')],
  ])('is malformed for %s', (_, output) => {
    expect(parse(output)).toMatchObject({ ok: false, reason: 'malformed' });
  });

  it('is malformed rather than half a table that shows no duplicate', () => {
    expect(parse(table(), { truncated: true })).toMatchObject({ ok: false, reason: 'malformed' });
    expect(parse(table(), { status: 137 })).toMatchObject({ ok: false, reason: 'malformed' });
    expect(parse(table())).toMatchObject({ ok: true });
  });

  it('is denied where the SSH user sees only its own processes', () => {
    const hidden = table().replace('1 0 S 10:00 root init\n', '');
    expect(parse(hidden)).toMatchObject({
      ok: false,
      reason: 'denied',
      detail: expect.stringContaining('hidepid'),
    });
  });

  it('counts sshd and the login shell of our session as our own, and nobody else', () => {
    const seen = parse(
      table(
        '30 1 S 10:00 root sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups',
        '31 30 S 00:01 root sshd: knox [priv]',
        '32 31 S 00:01 knox sshd: knox@notty',
        '33 32 S 00:01 knox bash -c sh -s',
        '50 30 S 00:01 root sshd: shiva [priv]',
        '51 50 S 00:01 shiva sshd: shiva@pts/0',
        '60 42 S 00:01 knox sleep 10',
      ).replace('42 1 S', '42 33 S'),
    );
    expect(seen.ok && seen.value.own.sort((a, b) => a - b)).toEqual([31, 32, 33, 42, 60]);
  });

  it.each([
    ['clock 1774800000', 1_774_800_000],
    ['clock ', null],
    ['clock 1e9', null],
    ['user 0 root', null],
  ])('was read at a time that the machine says: %s', (line, now) => {
    const seen = parse(table().replace('from ps', `${line}\nfrom ps`));
    expect(seen.ok && seen.value.now).toBe(now);
  });

  it('takes no time from what a command line says', () => {
    const seen = parse(table('7 1 S 00:09 knox clock 1774800000'));
    expect(seen.ok && seen.value.now).toBe(null);
  });

  it('names as zombies those of the dead that were there at the second look too', () => {
    const dead = [
      '7 1 Z 00:09 knox [x] <defunct>',
      '8 1 Z 3-00:00:00 knox [y] <defunct>',
      '9 1 S 00:09 knox z',
    ];
    const again = parse(table(...dead, 'zombies 7 9 11'));
    expect(again.ok && again.value.zombies).toEqual([7]);
    const once = parse(table(...dead));
    expect(once.ok && once.value.zombies).toEqual([]);
    expect(parse(table(...dead, 'zombies 7 x'))).toMatchObject({ ok: false, reason: 'malformed' });
  });

  it('is a value or a reason for any input, mutated or random', () => {
    const rows = fc.constantFrom(
      ...macOS.split('\n'),
      ...table('7 1 Z 00:00 knox [x] <defunct>', 'zombies 7', 'from proc', 'user 0 root').split('\n'),
    );
    const mutated = fc
      .tuple(fc.array(fc.oneof(rows, fc.string({ unit: 'binary' }))), fc.nat(), fc.string({ maxLength: 3 }))
      .map(([lines, at, text]) => {
        const whole = lines.join('\n');
        const cut = at % (whole.length + 1);
        return whole.slice(0, cut) + text + whole.slice(cut + text.length);
      });
    const changed = fc
      .tuple(fc.nat(macOS.length), fc.nat(4), fc.string({ unit: 'binary', maxLength: 4 }))
      .map(([at, length, text]) => macOS.slice(0, at) + text + macOS.slice(at + length));
    fc.assert(
      fc.property(fc.oneof(mutated, changed), (output) => {
        const seen = parse(output);
        const odd = seen.ok
          ? seen.value.processes.filter(({ command }) => /\p{Cc}/u.test(command))
          : [seen.reason].filter((reason) => reason !== 'malformed' && reason !== 'denied');
        expect(odd).toEqual([]);
      }),
      { numRuns: runs },
    );
  });

  it('is read in a moment when it is as long as the cap lets it be', () => {
    const many = Array.from({ length: 100_000 }, (_, at) => `${at + 100} 42 S 00:00 knox worker ${at}`);
    const seen = parse(table(...many));
    expect(seen.ok && seen.value.own).toHaveLength(100_001);
  });
});
