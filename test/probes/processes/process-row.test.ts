import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitRow } from '../../../src/probes/processes/process-row.ts';
import { rounds } from '../../support/property-time.ts';

/** POSIX's ps prints columns with blanks between them, and the rest of the line is the command. */
const EXPECTED = /^ *(\d{1,10}) +(\d{1,10}) +([A-Za-z?])\S* +(\S+) +(\S+)(?: (.*))?$/s;

function expected(line: string) {
  const [, pid, ppid, state, elapsed, user, command = ''] = EXPECTED.exec(line) ?? [];
  return state === undefined ? null : { pid: Number(pid), ppid: Number(ppid), state, elapsed, user, command };
}

describe('a line of a process table', () => {
  it.each([
    '    1     0 Ss   10-02:03:04 root     /sbin/init splash',
    '812 1 S 99 www-data ',
    '812 1 S 99 www-data',
    '812 1 ?s 99 zo\u00EB  /srv/\u00FC --x',
    '  0000000812 1 Z<+ 01:02 0 [kworker/0:1]  two  blanks ',
  ])('is split into its columns: %j', (line) => {
    expect(splitRow(line)).toEqual(expected(line));
    expect(splitRow(line)).not.toBeNull();
  });

  it.each(['', '812', '812 1 S 99', 'x 1 S 99 root sh', '81200000000 1 S 99 root sh', '812 1 1 99 root sh'])(
    'is none: %j',
    (line) => expect(splitRow(line)).toBeNull(),
  );

  it('is read as the expression says, whatever it holds', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        ' ',
        '  ',
        '1',
        '812',
        '12345678901',
        'S',
        'Ss',
        '?',
        '01:02',
        'root',
        '\u00A0',
        '\u2028',
        '\t',
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    );
    const line = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''));
    const likely = fc
      .tuple(fc.nat(), fc.nat(), piece, piece, piece, fc.string({ unit: 'binary' }))
      .map((columns) => columns.join(' '));
    fc.assert(
      fc.property(fc.oneof(line, likely), (text) => {
        expect(splitRow(text)).toEqual(expected(text));
      }),
      { numRuns: rounds(2000) },
    );
  });
});
