import { plain } from '../report/phrases.ts';
import { readChain } from '../remediation/journal/journal-chain.ts';
import type { Entry } from '../remediation/journal/journal-chain.ts';
import { problemOf } from '../remediation/journal/journal-problem.ts';
import { textOf } from '../remediation/journal/journal.ts';
import type { Anchor } from '../remediation/journal/journal.ts';

type Options = { path: string; anchor: Anchor; write: (text: string) => void };

/**
 * `driftwatch journal verify`: is the journal unchanged?
 * @returns the exit code: 0 unchanged, 1 changed
 */
export async function verifyJournal({ path, anchor, write }: Options): Promise<0 | 1> {
  const chain = readChain(await textOf(path));
  const problem = problemOf(chain, await anchor.read());
  if (problem !== null) {
    write(`${plain(path)} is broken: ${problem}\n`);
    return 1;
  }
  const torn = chain.torn === '' ? '' : ', and the beginning of a line that a crash cut off';
  write(`${plain(path)} is good: ${chain.entries.length} entries${torn}\n`);
  return 0;
}

/** `driftwatch journal show`: one line per entry, oldest first. @param request only entries about this one; null: all */
export async function showJournal(options: Options & { request: string | null }): Promise<0 | 1> {
  const { path, request, write } = options;
  const { entries, broken } = readChain(await textOf(path));
  for (const entry of entries)
    if (request === null || entry.approval === request) write(`${lineOf(entry)}\n`);
  if (broken === null) return 0;
  write(`${plain(path)} is broken from line ${broken.line} on: ${broken.why}\n`);
  return 1;
}

/** Escapes texts of people and machines for a terminal. */
function lineOf({ seq, at, event, approval, data }: Entry): string {
  return plain(`${at} #${seq} ${event} ${approval ?? '-'} ${JSON.stringify(data)}`);
}
