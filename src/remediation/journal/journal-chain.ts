import { createHash } from 'node:crypto';
import { z } from 'zod';

/** One line of the journal. `hash` covers the rest of the line, and through `prev` all lines before. */
export const Entry = z.strictObject({
  seq: z.int().positive(),
  at: z.iso.datetime(),
  /** what happened: `request`, `click`, `permit`, `outcome` … */
  event: z.string(),
  /** the approval that it is about; null if it concerns the journal itself */
  approval: z.string().nullable(),
  data: z.record(z.string(), z.json()),
  prev: z.string(),
  hash: z.string(),
});
export type Entry = z.infer<typeof Entry>;

/** The end of a chain, which the next entry continues. */
export type Head = { seq: number; hash: string };
export const beginning: Head = { seq: 0, hash: '0'.repeat(64) };

export type Chain = {
  entries: Entry[];
  head: Head;
  /** the first line that breaks the chain, counted from 1, and why; null for a good chain */
  broken: { line: number; why: string } | null;
  /** what an interrupted write left at the end */
  torn: string;
  /** does the last line lack its line break? It may still be complete */
  unended: boolean;
};

/** The next entry of a chain. */
export function linked(head: Head, fact: Omit<Entry, 'seq' | 'prev' | 'hash'>): Entry {
  const open = { seq: head.seq + 1, ...fact, prev: head.hash };
  return { ...open, hash: hashOf(open) };
}

/** The entry that seals an interrupted write, so that the fragment can be told from a forgery. */
export function seal(torn: string): Pick<Entry, 'event' | 'approval' | 'data'> {
  return { event: 'sealed', approval: null, data: { torn: digest(torn), characters: torn.length } };
}

/**
 * Reads a whole journal. A last line without a line break was cut off by a crash: that does not break the chain, nor does
 * such a line followed by its seal.
 */
export function readChain(text: string): Chain {
  const lines = text.split('\n');
  const rest = lines.pop() ?? '';
  const whole = rest === '' ? null : parsed(rest);
  const chain = readLines(whole === null ? lines : [...lines, rest]);
  if (chain.broken !== null) return { ...chain, torn: '', unended: rest !== '' };
  return { ...chain, torn: whole === null ? rest : '', unended: rest !== '' };
}

function readLines(lines: string[]): Pick<Chain, 'entries' | 'head' | 'broken'> {
  const entries: Entry[] = [];
  let head = beginning;
  let torn: { text: string; line: number } | null = null;
  for (const [index, line] of lines.entries()) {
    const entry = parsed(line);
    const why = entry === null ? null : misfit(entry, head, torn?.text ?? null);
    if (entry === null && torn === null) torn = { text: line, line: index + 1 };
    else if (entry === null || why !== null) {
      return { entries, head, broken: { line: torn?.line ?? index + 1, why: why ?? 'it is not an entry' } };
    } else {
      entries.push(entry);
      head = entry;
      torn = null;
    }
  }
  if (torn) return { entries, head, broken: { line: torn.line, why: 'it is not an entry' } };
  return { entries, head: { seq: head.seq, hash: head.hash }, broken: null };
}

function misfit(entry: Entry, head: Head, torn: string | null): string | null {
  if (torn !== null && (entry.event !== 'sealed' || entry.data['torn'] !== digest(torn)))
    return 'it is not an entry, and no seal follows it';
  if (entry.seq !== head.seq + 1) return `it is number ${entry.seq}, expected ${head.seq + 1}`;
  if (entry.prev !== head.hash) return 'it does not continue the line before it';
  const { hash, ...open } = entry;
  return hashOf(open) === hash ? null : 'it was changed';
}

function parsed(line: string): Entry | null {
  try {
    return Entry.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}

function hashOf({ seq, at, event, approval, data, prev }: Omit<Entry, 'hash'>): string {
  return digest(JSON.stringify([seq, at, event, approval, data, prev]));
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
