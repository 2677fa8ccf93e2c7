import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { assert, integer, nat, pre, property, record } from 'fast-check';
import { appendFileSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { troubleOf } from '../../src/remediation/journal-trouble.ts';
import { createJournal, textOf } from '../../src/remediation/journal.ts';
import type { Journal } from '../../src/remediation/journal.ts';
import { readChain } from '../../src/remediation/journal-chain.ts';
import type { Anchored } from '../../src/remediation/journal-trouble.ts';
import { epochMs } from '../../src/time.ts';
import { auditedAt } from '../builders.ts';
import { testFolder } from '../folder.ts';

async function scene() {
  const path = join(await testFolder(), 'data', 'journal.jsonl');
  const kept: { head: Anchored | null } = { head: null };
  const open = (): Journal =>
    createJournal({
      path,
      anchor: { read: async () => kept.head, write: async (head) => void (kept.head = head) },
      now: () => epochMs(auditedAt),
    });
  return { path, kept, open, text: () => readFileSync(path, 'utf8') };
}

/** A journal of three entries. */
async function written() {
  const made = await scene();
  const journal = made.open();
  await journal.append('request', null, { by: 'Knox' });
  await journal.append('click', 'id-1', { by: 'Ada', text: 'line\nbreak “quotes” 🐍' });
  await journal.append('outcome', 'id-1', { state: 'succeeded' });
  return { ...made, journal };
}

describe('the journal', () => {
  it('is a line an entry, each chained to the one before, for its owner alone', async () => {
    const { path, text, journal } = await written();
    const { entries, broken, torn } = readChain(text());
    expect({ broken, torn }).toEqual({ broken: null, torn: '' });
    expect(entries.map(({ seq, event, approval }) => [seq, event, approval])).toEqual([
      [1, 'request', null],
      [2, 'click', 'id-1'],
      [3, 'outcome', 'id-1'],
    ]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(await journal.finding()).toBeNull();
  });

  it('goes on after a restart, and keeps the order of calls made at once', async () => {
    const { open, text } = await written();
    const journal = open();
    await Promise.all([1, 2, 3, 4, 5].map((number) => journal.append('click', null, { number })));
    const { entries, broken } = readChain(text());
    expect(broken).toBeNull();
    expect(entries.slice(3).map(({ data }) => data['number'])).toEqual([1, 2, 3, 4, 5]);
  });

  it('has no finding before its first entry', async () => {
    expect(await (await scene()).open().finding()).toBeNull();
  });

  it.each([1, 20, -2])('seals what a crash cut off after %i of a line', async (after) => {
    const { path, open, text, kept } = await written();
    const whole = text();
    const last = whole.trimEnd().lastIndexOf('\n') + 1;
    const cut = after > 0 ? last + after : whole.length + after;
    writeFileSync(path, whole.slice(0, cut));
    // The line was never finished, so nobody noted that it stands there.
    kept.head = readChain(whole.slice(0, last)).head;
    expect(readChain(text())).toMatchObject({ broken: null, torn: whole.slice(last, cut) });
    expect(await open().finding()).toBeNull();
    await open().append('click', null, { cut });
    const chain = readChain(text());
    expect(chain).toMatchObject({ broken: null, torn: '' });
    expect(chain.entries.map(({ event }) => event)).toEqual(['request', 'click', 'sealed', 'click']);
    expect(await open().finding()).toBeNull();
  });

  it('takes a last line that lacks nothing but its line break for whole', async () => {
    const { path, open, text } = await written();
    writeFileSync(path, text().trimEnd());
    await open().append('click', null, {});
    const { entries, broken } = readChain(text());
    expect(broken).toBeNull();
    expect(entries.map(({ event }) => event)).toEqual(['request', 'click', 'outcome', 'click']);
  });

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
      'line 2 does not fit: it is no entry',
    ],
    ['its end cut off', (lines) => lines.slice(0, 2), 'its last lines are missing: it has 2 entries of 3'],
    ['nothing left of it', () => [], 'its last lines are missing'],
  ])('finds %s', async (_, tamper, trouble) => {
    const { path, open, text } = await written();
    const lines = tamper(text().trimEnd().split('\n'));
    writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
    const finding = await open().finding();
    expect(finding).toMatchObject({
      type: 'journal_broken',
      severity: 'CRITICAL',
      service: null,
      machine: null,
    });
    expect(finding?.actual).toContain(trouble);
  });

  it('is told by a chain that was forged whole', async () => {
    const { path, open } = await written();
    const other = await written();
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

  it('goes on behind a line that somebody else has half written', async () => {
    const { path, open, text } = await written();
    const journal = open();
    await journal.append('click', null, { number: 1 });
    appendFileSync(path, '{"half":');
    await journal.append('click', null, { number: 2 });
    const { broken, entries } = readChain(text());
    expect(broken).toBeNull();
    expect(entries.slice(-2).map(({ event }) => event)).toEqual(['sealed', 'click']);
  });

  it('covers up nothing: where it is broken, nothing is written until a person begins a new one', async () => {
    const { path, open, text, journal } = await written();
    const whole = text();
    writeFileSync(path, whole.slice(0, whole.indexOf('\n') + 1));
    for (const each of [journal, open()])
      await expect(each.append('click', null, {})).rejects.toThrow('its last lines are missing');
    expect(await journal.finding()).not.toBeNull();
    await expect(journal.renew('knox', null)).rejects.toThrow('put it aside first');
    renameSync(path, `${path}.evidence`);
    await expect(journal.append('click', null, {})).rejects.toThrow('its last lines are missing');
    await open().renew('knox', null);
    await journal.append('click', null, {});
    expect(readChain(text()).entries.map(({ event }) => event)).toEqual(['renewed', 'click']);
    expect(await journal.finding()).toBeNull();
  });

  it('is good however often its writer is killed', async () => {
    const path = join(await testFolder(), 'journal.jsonl');
    const program = join(import.meta.dirname, 'journal-writer.ts');
    for (const entries of [5, 20, 35]) {
      const writer = spawn(process.execPath, [program, path], { stdio: 'ignore' });
      const count = async () => readChain(await textOf(path)).entries.length;
      await expect.poll(count, { timeout: 20_000, interval: 5 }).toBeGreaterThan(entries);
      writer.kill('SIGKILL');
      await once(writer, 'exit');
      expect(readChain(await textOf(path)).broken).toBeNull();
      // Nor is it ahead of where the state knows it to be.
      const anchor = async () => JSON.parse(readFileSync(`${path}.anchor`, 'utf8')) as Anchored;
      expect(troubleOf(readChain(await textOf(path)), await anchor())).toBeNull();
    }
  }, 60_000);

  it('is broken by any edit of any byte', async () => {
    const { text } = await written();
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
      { numRuns: 2000 },
    );
  });
});
