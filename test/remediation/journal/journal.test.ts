import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { problemOf } from '../../../src/remediation/journal/journal-problem.ts';
import { textOf } from '../../../src/remediation/journal/journal.ts';
import { readChain } from '../../../src/remediation/journal/journal-chain.ts';
import type { Anchored } from '../../../src/remediation/journal/journal-problem.ts';
import { testFolder } from '../../support/machines/folder.ts';
import { journalScene, writtenJournal } from '../../support/remediation/journal-scene.ts';

describe('the journal', () => {
  it('is a line an entry, each chained to the one before, for its owner alone', async () => {
    const { path, text, journal } = await writtenJournal();
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
    const { open, text } = await writtenJournal();
    const journal = open();
    await Promise.all([1, 2, 3, 4, 5].map((number) => journal.append('click', null, { number })));
    const { entries, broken } = readChain(text());
    expect(broken).toBeNull();
    expect(entries.slice(3).map(({ data }) => data['number'])).toEqual([1, 2, 3, 4, 5]);
  });

  it('has no finding before its first entry', async () => {
    expect(await (await journalScene()).open().finding()).toBeNull();
  });

  it.each([1, 20, -2])('seals what a crash cut off after %i of a line', async (after) => {
    const { path, open, text, kept } = await writtenJournal();
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
    const { path, open, text } = await writtenJournal();
    writeFileSync(path, text().trimEnd());
    await open().append('click', null, {});
    const { entries, broken } = readChain(text());
    expect(broken).toBeNull();
    expect(entries.map(({ event }) => event)).toEqual(['request', 'click', 'outcome', 'click']);
  });

  it('goes on behind a line that somebody else has half written', async () => {
    const { path, open, text } = await writtenJournal();
    const journal = open();
    await journal.append('click', null, { number: 1 });
    appendFileSync(path, '{"half":');
    await journal.append('click', null, { number: 2 });
    const { broken, entries } = readChain(text());
    expect(broken).toBeNull();
    expect(entries.slice(-2).map(({ event }) => event)).toEqual(['sealed', 'click']);
  });

  it('covers up nothing: where it is broken, nothing is written until a person begins a new one', async () => {
    const { path, open, text, journal } = await writtenJournal();
    const whole = text();
    writeFileSync(path, whole.slice(0, whole.indexOf('\n') + 1));
    for (const each of [journal, open()])
      await expect(each.append('click', null, {})).rejects.toThrow('its last lines are missing');
    expect(await journal.finding()).not.toBeNull();
    await expect(journal.renew('knox', null)).rejects.toThrow('move it away first');
    renameSync(path, `${path}.evidence`);
    await expect(journal.append('click', null, {})).rejects.toThrow('its last lines are missing');
    await open().renew('knox', null);
    await journal.append('click', null, {});
    expect(readChain(text()).entries.map(({ event }) => event)).toEqual(['renewed', 'click']);
    expect(await journal.finding()).toBeNull();
  });

  it('is good however often its writer is killed', async () => {
    const path = join(await testFolder(), 'journal.jsonl');
    const program = join(import.meta.dirname, '../../support/remediation/journal-writer.ts');
    for (const entries of [5, 20, 35]) {
      const writer = spawn(process.execPath, [program, path], { stdio: 'ignore' });
      const count = async () => readChain(await textOf(path)).entries.length;
      await expect.poll(count, { timeout: 20_000, interval: 5 }).toBeGreaterThan(entries);
      writer.kill('SIGKILL');
      await once(writer, 'exit');
      expect(readChain(await textOf(path)).broken).toBeNull();
      // Nor is it ahead of where the state knows it to be.
      const anchor = async () => JSON.parse(readFileSync(`${path}.anchor`, 'utf8')) as Anchored;
      expect(problemOf(readChain(await textOf(path)), await anchor())).toBeNull();
    }
  });
});
