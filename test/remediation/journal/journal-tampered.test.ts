import { assert, integer, nat, pre, property, record } from 'fast-check';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readChain } from '../../../src/remediation/journal/journal-chain.ts';
import { createJournal } from '../../../src/remediation/journal/journal.ts';
import { writtenJournal } from '../../support/remediation/journal-scene.ts';
import { isRated } from '../../support/findings/is-rated.ts';
import { rounds } from '../../support/property-time.ts';

describe('a journal that somebody changed', () => {
  it.each<[string, (lines: string[]) => string[], string]>([
    [
      'a word that was changed',
      (lines) => lines.map((line) => line.replace('Ada', 'Eve')),
      'line 2 does not fit: it was changed',
    ],
    [
      'a line that was taken out',
      ([first = '', , ...rest]) => [first, ...rest],
      'line 2 does not fit: it is number 3',
    ],
    [
      'lines that were swapped',
      ([one = '', two = '', ...rest]) => [two, one, ...rest],
      'line 1 does not fit',
    ],
    [
      'a line of somebody’s own',
      (lines) => [...lines.slice(0, 1), 'nothing to see', ...lines.slice(1)],
      'line 2 does not fit: it is not an entry',
    ],
    ['its end cut off', (lines) => lines.slice(0, 2), 'its last lines are missing: it has 2 entries of 3'],
    ['nothing left of it', () => [], 'its last lines are missing'],
  ])('finds %s', async (_, tamper, problem) => {
    const { path, open, text } = await writtenJournal();
    const lines = tamper(text().trimEnd().split('\n'));
    writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
    const finding = await open().finding();
    expect(finding).toMatchObject({
      type: 'journal_broken',
      severity: 'CRITICAL',
      service: null,
      machine: null,
    });
    expect(finding?.actual).toContain(problem);
  });

  it('is told by a chain that was forged whole', async () => {
    const { path, open } = await writtenJournal();
    const other = await writtenJournal();
    const { text } = other;
    const forged = createJournal({
      path: `${path}.forged`,
      anchor: { read: async () => null, write: async () => {} },
      now: () => 0,
    });
    for (const event of ['a', 'b', 'c']) await forged.append(event, null, {});
    writeFileSync(path, readFileSync(`${path}.forged`));
    expect((await open().finding())?.actual).toContain('entry 3 is not the one that was written');
    expect(text()).not.toBe('');
  });

  it('is broken by any edit of any byte', async () => {
    const { text } = await writtenJournal();
    const bytes = Buffer.from(text());
    const edit = record({ at: nat(bytes.length - 1), byte: integer({ min: 0, max: 255 }) });
    assert(
      property(edit, ({ at, byte }) => {
        pre(bytes[at] !== byte);
        const edited = Buffer.from(bytes);
        edited[at] = byte;
        const { broken, torn, entries, head } = readChain(edited.toString('utf8'));
        const whole = broken === null && torn === '' && head.seq === 3;
        // Spaces and escapes in JSON may be written in several ways: then what it says is the same.
        expect(whole ? entries : readChain(text()).entries).toEqual(readChain(text()).entries);
      }),
      { numRuns: rounds(2000) },
    );
  });
});

isRated('journal_broken', ['CRITICAL', 'CRITICAL', 'CRITICAL'], 'CRITICAL');
