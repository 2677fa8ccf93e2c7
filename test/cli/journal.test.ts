import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { showJournal, verifyJournal } from '../../src/cli/journal.ts';
import { createJournal } from '../../src/remediation/journal/journal.ts';
import type { Head } from '../../src/remediation/journal/journal-chain.ts';
import { epochMs } from '../../src/time/instant.ts';
import { auditedAt } from '../support/builders.ts';
import { testFolder } from '../support/machines/folder.ts';

async function written() {
  const path = join(await testFolder(), 'journal.jsonl');
  const kept: { head: Head | null } = { head: null };
  const anchor = { read: async () => kept.head, write: async (head: Head) => void (kept.head = head) };
  const journal = createJournal({ path, anchor, now: () => epochMs(auditedAt) });
  await journal.append('click', 'id-1', { by: 'Ada' });
  await journal.append('ran', 'id-2', { output: 'red \u001B[31m\u202E --password=hunter2hunter2' });
  const said: string[] = [];
  return { said, options: { path, anchor, write: (text: string) => void said.push(text) } };
}

describe('journal verify', () => {
  it('says how many entries are good', async () => {
    const { said, options } = await written();
    expect(await verifyJournal(options)).toBe(0);
    expect(said.join('')).toBe(`${options.path} is good: 2 entries\n`);
  });

  it('names the line that was changed, and what was cut off', async () => {
    const { said, options } = await written();
    const text = readFileSync(options.path, 'utf8');
    writeFileSync(options.path, text.replace('Ada', 'Eve'));
    expect(await verifyJournal(options)).toBe(1);
    writeFileSync(options.path, text.slice(0, text.indexOf('\n') + 1));
    expect(await verifyJournal(options)).toBe(1);
    expect(said.join('')).toContain('is broken: line 1 does not fit: it was changed\n');
    expect(said.join('')).toContain('its last lines are missing: it has 1 entries of 2\n');
  });

  it('has nothing against a journal that nobody has begun', async () => {
    const { options } = await written();
    const anchor = { ...options.anchor, read: async () => null };
    expect(await verifyJournal({ ...options, anchor, path: `${options.path}.none` })).toBe(0);
  });
});

describe('journal show', () => {
  it('prints a line an entry, fit for a terminal, or those of one request', async () => {
    const { said, options } = await written();
    expect(await showJournal({ ...options, request: null })).toBe(0);
    expect(said).toHaveLength(2);
    expect(said[0]).toBe('2026-03-29T18:00:00.000Z #1 click id-1 {"by":"Ada"}\n');
    for (const unfit of ['\u001B', '\u202E', 'hunter2']) expect(said.join('')).not.toContain(unfit);
    await showJournal({ ...options, request: 'id-1' });
    expect(said).toHaveLength(3);
  });
});
