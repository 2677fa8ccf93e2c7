import { createHash } from 'node:crypto';
import { open, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Found } from '../report/finding.ts';
import { makeFolder } from '../make-folder.ts';
import { isoInstant } from '../time.ts';
import { UserError } from '../user-error.ts';
import { beginning, linked, readChain, seal } from './journal-chain.ts';
import type { Chain, Entry, Head } from './journal-chain.ts';

/** Keeps where the journal stood elsewhere too, so that lines cut off its end are missed. */
export type Anchor = { read(): Promise<Head | null>; write(head: Head): Promise<void> };

export type Journal = {
  /**
   * Writes one entry; it is on the disk when this resolves. Calls run one after another.
   * @throws what the file system throws, and a UserError where the journal is broken: what cannot be written down
   * must not be done
   */
  append(event: string, approval: string | null, data: Entry['data']): Promise<void>;
  /** The CRITICAL finding on the bot itself, where the journal is not what was written. Null for a good one */
  finding(): Promise<Found | null>;
  /** Begins anew, once a person has put a broken journal aside. @throws UserError while it is still there */
  renew(by: string): Promise<void>;
};

/** The audit trail: append-only JSON Lines, each line chained to the one before. The file is made at the first entry. */
export function createJournal(options: { path: string; anchor: Anchor; now: () => number }): Journal {
  const { path, anchor, now } = options;
  let head: Head | null = null;
  let size: number | null = null;
  let last: Promise<unknown> = Promise.resolve();

  async function appendText(text: string): Promise<void> {
    makeFolder(dirname(path));
    const file = await open(path, 'a', 0o600);
    try {
      await file.appendFile(text);
      await file.datasync();
    } finally {
      await file.close();
    }
  }

  async function write(
    fact: Pick<Entry, 'event' | 'approval' | 'data'>,
    from: Head,
    unended = false,
  ): Promise<Head> {
    const entry = linked(from, { ...fact, at: isoInstant(now()) });
    await appendText(`${unended ? '\n' : ''}${JSON.stringify(entry)}\n`);
    if (from.seq === 0) await syncFolder(dirname(path));
    const next = { seq: entry.seq, hash: entry.hash };
    await anchor.write(next);
    return next;
  }

  /** Reads what stands there. @throws UserError where that is not what was written: nothing covers it up */
  async function resume(): Promise<Head> {
    const chain = readChain(await textOf(path));
    const trouble = troubleOf(chain, await anchor.read());
    if (trouble !== null)
      throw new UserError(
        `The journal of remediations is broken, so nothing is done: ${trouble}. See driftwatch journal verify.`,
      );
    if (chain.torn !== '') return await write(seal(chain.torn), chain.head, true);
    if (chain.unended) await appendText('\n');
    return chain.head;
  }

  async function append(fact: Pick<Entry, 'event' | 'approval' | 'data'>): Promise<void> {
    // At the start, after a failed write, and where somebody else wrote, nobody knows what stands at the end.
    const from = head !== null && size === (await sizeOf(path)) ? head : await resume();
    head = null;
    head = await write(fact, from);
    size = await sizeOf(path);
  }

  async function finding(): Promise<Found | null> {
    const known = await anchor.read();
    // What cannot be read proves nothing, and must not keep the audits from their report.
    const text = await textOf(path).catch((error: Error) => error);
    const trouble =
      text instanceof Error ? `it cannot be read (${text.message})` : troubleOf(readChain(text), known);
    if (trouble !== null) head = null;
    return findingOf(path, trouble);
  }

  async function renew(by: string): Promise<void> {
    if ((await sizeOf(path)) !== null)
      throw new UserError(`${path} is still there: put it aside first, it is evidence.`);
    const before = await anchor.read();
    await anchor.write(beginning);
    head = null;
    await append({ event: 'renewed', approval: null, data: { by, before: before?.hash ?? null } });
  }

  function inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const done = last.then(work);
    last = done.catch(() => null);
    return done;
  }

  return {
    append: (event, approval, data) => inTurn(() => append({ event, approval, data })),
    finding: () => inTurn(finding),
    renew: (by) => inTurn(() => renew(by)),
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
    summary: `The journal of remediations is not what Driftwatch wrote: ${trouble}. Somebody has edited ${path}, or the disk has failed. Find out who (driftwatch journal verify), put the file aside, then begin a new one: driftwatch journal renew. Until then nothing is approved.`,
    expected: 'an unbroken chain',
    actual: trouble,
    evidence: { journal: path },
  };
}

/** Bytes; null where there is no file. */
async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
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
