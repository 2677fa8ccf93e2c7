import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { quote } from '../../src/text/quote.ts';
import { lacksShells, runShell, shells } from '../support/machines/shells.ts';
import { rounds } from '../support/property-time.ts';

const hostile = [
  '',
  "'",
  "'; touch pwned; '",
  "'$(touch pwned)'",
  '$(touch pwned)',
  '`touch pwned`',
  '; touch pwned #',
  '| touch pwned',
  '> pwned',
  '&& touch pwned &',
  '\n touch pwned \n',
  '\r\ntouch pwned',
  "\\'; touch pwned; \\'",
  '"; touch pwned; "',
  '${IFS}touch${IFS}pwned',
  '-n',
  '--help',
  '~root',
  '*',
  '[a-z]*',
  '!!',
  '#',
  '\\',
  '\t \u00a0\u202e\u2028',
  'börse 株 🦈',
  'a'.repeat(5000),
];

describe('quote', () => {
  it('refuses a NUL, which no shell can carry', () => {
    expect(() => quote('a\0b')).toThrow('NUL');
  });
});

describe.skipIf(lacksShells).each(shells)('a quoted word in $name', ({ argv }) => {
  let cwd = '';
  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), 'driftwatch-quote-'));
  });
  afterEach(() => rmSync(cwd, { recursive: true }));

  function echoed(words: string[]): string[] {
    const script = words.map((word) => `printf '%s\\0' ${quote(word)}\n`).join('');
    const { stdout, status } = runShell(argv, script, { cwd });
    expect({ status, created: readdirSync(cwd) }).toEqual({ status: 0, created: [] });
    return stdout.toString().split('\0').slice(0, -1);
  }

  it('comes back unchanged, however hostile, and executes nothing', () => {
    expect(echoed(hostile)).toEqual(hostile);
  });

  it('comes back unchanged for any text of any piece of shell', () => {
    const piece = fc.oneof(
      fc.constantFrom(...hostile),
      fc.string({ unit: 'binary' }),
      fc.stringMatching(/^['"\\$`(){};|&<>\n ]{0,12}$/),
    );
    const word = fc
      .array(piece, { maxLength: 4 })
      .map((pieces) => pieces.join('').replaceAll('\0', '').toWellFormed());
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 40 }), (words) => {
        expect(echoed(words)).toEqual(words);
      }),
      { numRuns: rounds(25) },
    );
  });
});
