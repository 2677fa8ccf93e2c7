import { createHash } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Found } from '../report/finding.ts';
import { isoInstant } from '../time.ts';
import { beginning, linked, readChain, seal } from './journal-chain.ts';
import type { Chain, Entry, Head } from './journal-chain.ts';

/** Keeps where the journal stood elsewhere too, so that lines cut off its end are missed. */
export type Anchor = { read(): Promise<Head | null>; write(head: Head): Promise<void> };

export type Journal = {
  /**
   * Writes one entry; it is on the disk when this resolves. Calls run one after another.
   * @throws what the file system throws: what cannot be written down must not be done
   */
  append(event: string, approval: string | null, data: Entry['data']): Promise<void>;
  /** The CRITICAL finding on the bot itself, where the journal is not what was written. Null for a good one */
  finding(): Promise<Found | null>;
};

/** The audit trail: append-only JSON Lines, each line chained to the one before. The file is made at the first entry. */
export function createJournal(options: { path: string; anchor: Anchor; now(): number }): Journal {
  const { path, anchor, now } = options;
  let head: Head | null = null;
  let last: Promise<unknown> = Promise.resolve();

  async function write(
    fact: Pick<Entry, 'event' | 'approval' | 'data'>,
    from: Head,
    unended = false,
  ): Promise<Head> {
    const entry = linked(from, { ...fact, at: isoInstant(now()) });
    await mkdir(dirname(path), { recursive: true });
    const file = await open(path, 'a', 0o600);
    try {
      await file.appendFile(`${unended ? '\n' : ''}${JSON.stringify(entry)}\n`);
      await file.datasync();
    } finally {
      await file.close();
    }
    if (from.seq === 0) await syncFolder(dirname(path));
    const next = { seq: entry.seq, hash: entry.hash };
    await anchor.write(next);
    return next;
  }

  async function append(fact: Pick<Entry, 'event' | 'approval' | 'data'>): Promise<void> {
    // At the start, and after a failed write, nobody knows what stands at the end: it is read.
    const chain = head === null ? readChain(await textOf(path)) : null;
    let from = head ?? chain?.head ?? beginning;
    head = null;
    if (chain !== null && chain.torn !== '') from = await write(seal(chain.torn), from, true);
    head = await write(fact, from, chain?.unended === true && chain.torn === '');
  }

  function inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const done = last.then(work);
    last = done.catch(() => null);
    return done;
  }

  return {
    append: (event, approval, data) => inTurn(() => append({ event, approval, data })),
    finding: () =>
      inTurn(async () => findingOf(path, troubleOf(readChain(await textOf(path)), await anchor.read()))),
  };
}

/** What is wrong with a journal, in a sentence; null where nothing is. @param known where it once stood */
export function troubleOf({ broken, entries }: Chain, known: Head | null): string | null {
  if (broken !== null) return `line ${broken.line} does not fit: ${broken.why}`;
  if (known === null || known.seq === 0) return null;
  const there = entries[known.seq - 1];
  if (there === undefined)
    return `its last lines are missing: it has ${entries.length} entries of ${known.seq}`;
  return there.hash === known.hash ? null : `entry ${known.seq} is not the one that was written`;
}

/** The journal's text; empty where there is no file yet. */
export async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}

function findingOf(path: string, trouble: string | null): Found | null {
  if (trouble === null) return null;
  return {
    id: createHash('sha256').update('journal_broken').digest('hex').slice(0, 16),
    type: 'journal_broken',
    category: 'observation',
    severity: 'CRITICAL',
    service: null,
    machine: null,
    summary: `The journal of remediations is not what Driftwatch wrote: ${trouble}. Somebody has edited ${path}, or the disk has failed. Put a copy of it aside, find out who, and see driftwatch journal verify.`,
    expected: 'an unbroken chain',
    actual: trouble,
    evidence: { journal: path },
  };
}

/** A new file's name is on the disk only when its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
