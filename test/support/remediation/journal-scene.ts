import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Anchored } from '../../../src/remediation/journal/journal-problem.ts';
import { createJournal } from '../../../src/remediation/journal/journal.ts';
import type { Journal } from '../../../src/remediation/journal/journal.ts';
import { epochMs } from '../../../src/time/instant.ts';
import { auditedAt } from '../builders.ts';
import { testFolder } from '../machines/folder.ts';

/** No journal yet, and what the state knows of its head. */
export async function journalScene() {
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
export async function writtenJournal() {
  const made = await journalScene();
  const journal = made.open();
  await journal.append('request', null, { by: 'Knox' });
  await journal.append('click', 'id-1', { by: 'Ada', text: 'line\nbreak “quotes” 🐍' });
  await journal.append('outcome', 'id-1', { state: 'succeeded' });
  return { ...made, journal };
}
