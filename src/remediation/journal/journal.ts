import { open, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import pLimit from 'p-limit';
import { driftwatchFinding } from '../../comparison/driftwatch-finding.ts';
import type { Found } from '../../findings/finding.ts';
import { makeFolder } from '../../clients/make-folder.ts';
import { isoInstant } from '../../time/instant.ts';
import { UserError } from '../../text/user-error.ts';
import { linked, readChain, seal } from './journal-chain.ts';
import type { Chain, Entry, Head } from './journal-chain.ts';
import { isAhead, objectionTo, problemOf, unwritable } from './journal-problem.ts';
import type { Anchored } from './journal-problem.ts';
import { codeOf } from '../../text/error-code.ts';

/** Stores the journal's end elsewhere too, so that lines removed from its end are noticed. */
export type Anchor = { read(): Promise<Anchored | null>; write(head: Anchored): Promise<void> };

export type Journal = {
  /**
   * Writes one entry; it is on disk when this resolves. Calls run one after another.
   * @throws UserError if the file cannot be written, or the journal is broken: what cannot be recorded must not be done
   */
  append(event: string, approval: string | null, data: Entry['data']): Promise<void>;
  /** The CRITICAL finding on the bot itself if the journal is broken; null for a good one */
  finding(): Promise<Found | null>;
  /**
   * Reads all of it, and says why it forbids this approval; null if it does not, or for no approval.
   * @throws UserError if the journal is broken
   */
  objection(approval: { id: string; requested_at: string } | null): Promise<string | null>;
  /**
   * Starts a new journal after a person has moved a broken one away. A whole journal that is ahead of the state continues if
   * they say why. Earlier requests no longer count. @throws UserError if it cannot
   */
  renew(by: string, why: string | null): Promise<void>;
};

/** The audit trail: append-only JSON Lines, each line chained to the previous one. The first entry creates the file. */
export function createJournal(options: { path: string; anchor: Anchor; now: () => number }): Journal {
  const { path, anchor, now } = options;
  let head: Head | null = null;
  let size: number | null = null;
  const inTurn = pLimit(1);

  async function appendText(text: string): Promise<void> {
    try {
      makeFolder(dirname(path));
      const file = await open(path, 'a', 0o600);
      try {
        await file.appendFile(text);
        await file.datasync();
      } finally {
        await file.close();
      }
    } catch (error) {
      throw unwritable(path, error);
    }
  }

  async function write(
    fact: Pick<Entry, 'event' | 'approval' | 'data'>,
    from: Head,
    unended = false,
  ): Promise<Head> {
    const entry = linked(from, { ...fact, at: isoInstant(now()) });
    const next = { seq: entry.seq, hash: entry.hash };
    // Recorded first, so that after a crash exactly this one entry may be extra.
    await anchor.write({ seq: from.seq, hash: from.hash, next });
    await appendText(`${unended ? '\n' : ''}${JSON.stringify(entry)}\n`);
    if (from.seq === 0) await syncFolder(dirname(path));
    await anchor.write(next);
    return next;
  }

  /** Reads the journal. @throws UserError if it is broken */
  async function readWhole(): Promise<Chain> {
    const chain = readChain(await textOf(path));
    const problem = problemOf(chain, await anchor.read());
    if (problem === null) return chain;
    head = null;
    throw new UserError(
      `The remediation journal is broken, so nothing will run: ${problem}. See driftwatch journal verify.`,
    );
  }

  async function resume(): Promise<Head> {
    const chain = await readWhole();
    if (chain.torn !== '') return await write(seal(chain.torn), chain.head, true);
    if (chain.unended) await appendText('\n');
    return chain.head;
  }

  async function append(fact: Pick<Entry, 'event' | 'approval' | 'data'>): Promise<void> {
    // The end of the file is unknown at the start, after a failed write, or if somebody else wrote to it.
    const from = head !== null && size === (await sizeOf(path)) ? head : await resume();
    head = null;
    head = await write(fact, from);
    size = await sizeOf(path);
  }

  async function finding(): Promise<Found | null> {
    const known = await anchor.read();
    // An unreadable journal proves nothing, and must not block the report.
    const text = await textOf(path).catch((error: Error) => error);
    const problem =
      text instanceof Error ? `it cannot be read (${text.message})` : problemOf(readChain(text), known);
    if (problem !== null) head = null;
    return findingOf(path, problem);
  }

  async function objection(approval: Parameters<Journal['objection']>[0]): Promise<string | null> {
    const { entries } = await readWhole();
    return approval && objectionTo(approval, entries);
  }

  async function renew(by: string, why: string | null): Promise<void> {
    const before = await anchor.read();
    const isThere = (await sizeOf(path)) !== null;
    const chain = readChain(await textOf(path));
    if (isThere && (!isAhead(chain, before) || problemOf(chain, chain.head) !== null))
      throw new UserError(`${path} is still there: move it away first, it is evidence.`);
    if (isThere && why === null)
      throw new UserError(
        `${path} is whole, and ahead of the state. Say why with --why, for example that the state was restored from a backup.`,
      );
    await anchor.write(chain.head);
    head = null;
    await append({ event: 'renewed', approval: null, data: { by, why, before: before?.hash ?? null } });
  }

  return {
    append: (event, approval, data) => inTurn(() => append({ event, approval, data })),
    finding: () => inTurn(finding),
    objection: (approval) => inTurn(() => objection(approval)),
    renew: (by, why) => inTurn(() => renew(by, why)),
  };
}

/** The journal's text; empty if there is no file yet. */
export async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return '';
    throw error;
  }
}

/** The finding types that come from the journal. */
export const JOURNAL_TYPES = ['journal_broken'] as const;

function findingOf(path: string, problem: string | null): Found | null {
  if (problem === null) return null;
  return driftwatchFinding('journal_broken', {
    summary: `The remediation journal is not what Driftwatch wrote: ${problem}. Somebody has edited ${path}, the disk has failed, or the state is an older one. Find out who (driftwatch journal verify), put the file aside, then begin a new one: driftwatch journal renew. If the state was restored from a backup, leave the file and say so: driftwatch journal renew --why TEXT. Until then nothing is approved.`,
    expected: 'an unbroken chain',
    actual: problem,
    evidence: { journal: path },
  });
}

/** Size in bytes; null if there is no file. */
async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Syncs the folder, since only then a new file's name is on disk. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
