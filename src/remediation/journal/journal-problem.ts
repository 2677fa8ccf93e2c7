import { epochMs } from '../../time/instant.ts';
import { UserError } from '../../text/user-error.ts';
import { beginning } from './journal-chain.ts';
import type { Chain, Entry, Head } from './journal-chain.ts';
import { codeOf } from '../../text/error-code.ts';

/** The last known end of a journal, and the entry that was being written, which a crash may or may not have prevented. */
export type Anchored = Head & { next?: Head | undefined };

/** What is wrong with a journal, in a sentence; null if nothing is. @param known its last known end */
export function problemOf(chain: Chain, known: Anchored | null): string | null {
  const { broken, entries, head } = chain;
  if (broken !== null) return `line ${broken.line} does not fit: ${broken.why}`;
  const twice = secondRun(entries);
  if (twice !== null) return twice;
  const { seq, hash } = known ?? beginning;
  const there = entries[seq - 1];
  if (seq > 0 && there === undefined)
    return `its last lines are missing: it has ${entries.length} entries of ${seq}`;
  if (there !== undefined && there.hash !== hash) return `entry ${seq} is not the one that was written`;
  if (!isAhead(chain, known)) return null;
  return `it goes on after entry ${seq}, the last that the state knows of, to entry ${head.seq}. The state was restored from a backup, or is another one`;
}

/** Does it have more entries than the state knows, beyond the one that a crash may have left unrecorded? */
export function isAhead({ head }: Chain, known: Anchored | null): boolean {
  return head.seq > (known ?? beginning).seq && head.hash !== known?.next?.hash;
}

function secondRun(entries: readonly Entry[]): string | null {
  const runs = new Map<string, number>();
  for (const { seq, event, approval } of entries) {
    if (event !== 'execute' || approval === null) continue;
    const first = runs.get(approval);
    if (first !== undefined) return `entry ${seq} runs what entry ${first} has run already`;
    runs.set(approval, seq);
  }
  return null;
}

/** Why the journal forbids this approval, as the end of "Not run: …"; null if it does not. */
export function objectionTo(
  { id, requested_at }: { id: string; requested_at: string },
  entries: readonly Pick<Entry, 'event' | 'approval' | 'at'>[],
): string | null {
  const run = entries.find(({ event, approval }) => event === 'execute' && approval === id);
  if (run) return `the journal shows that it already ran, at ${run.at}: the state is older than the journal`;
  const renewed = entries.findLast(({ event }) => event === 'renewed');
  // Written so that an unreadable time is an objection.
  if (renewed && !(epochMs(requested_at) > epochMs(renewed.at)))
    return 'it was requested before the journal was renewed: request it again';
  return null;
}

/** Tells people what to do if the journal cannot be written. Until then, nothing runs that it would have to record. */
export function unwritable(path: string, cause: unknown): UserError {
  const code = codeOf(cause);
  const cure =
    code === 'ENOSPC' || code === 'EDQUOT'
      ? `the disk is full. Free up disk space for ${path}, then request again`
      : code === 'EROFS' || code === 'EACCES' || code === 'EPERM'
        ? `the bot may not write ${path} (${code}). Give its user the right to, then request again`
        : `writing ${path} failed (${code || 'no reason was given'}). Check its disk, then request again`;
  return new UserError(`Nothing is run while the remediation journal cannot be written: ${cure}.`, {
    cause,
  });
}
