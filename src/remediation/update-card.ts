import { epochMs } from '../time/instant.ts';
import { markOf } from './approval.ts';
import type { Approval } from './approval.ts';
import type { Tools } from './tools.ts';

/** Updates the card of an approval. If Discord refuses, the next round tries again. */
export async function updateCard(approval: Approval, { cards, records, log }: Tools): Promise<Approval> {
  const mark = markOf(approval);
  try {
    const card =
      approval.card === null ? await cards.post(approval) : await cards.edit(approval.card, approval);
    return (await records.change(approval.id, (held) => ({ ...held, card, shown: mark }))) ?? approval;
  } catch (error) {
    log.warn({ err: error, approval: approval.id }, 'the card of a remediation could not be shown');
    return approval;
  }
}

const POSTING_MS = 60_000;

/** Does its card show the current state, or is it being updated? Blocked requests have no card: the answer has it all. */
export function isShown(approval: Approval, now: number): boolean {
  if (approval.shown === markOf(approval)) return true;
  if (approval.card !== null) return false;
  return approval.state === 'blocked' || now - epochMs(approval.requested_at) < POSTING_MS;
}
