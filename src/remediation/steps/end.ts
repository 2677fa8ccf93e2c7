import { moved } from '../approval.ts';
import type { Approval, Outcome } from '../approval.ts';
import type { Tools } from '../tools.ts';

/** Ends an approval that is being carried out. */
export async function end(
  id: string,
  state: 'succeeded' | 'failed' | 'unverified' | 'outcome_unknown',
  outcome: Outcome | null,
  { records, journal, now }: Tools,
): Promise<Approval | null> {
  const ended = await records.change(id, (approval) => moved(approval, state, now(), { outcome }));
  if (ended === null) return null;
  await journal.append('outcome', id, {
    state,
    finding: outcome?.finding ?? null,
    detail: outcome?.detail ?? null,
  });
  return ended;
}

export function stateAfter({ sent, exit_status, finding }: Outcome): 'succeeded' | 'failed' | 'unverified' {
  if (!sent || exit_status !== 0) return 'failed';
  return finding === 'gone' ? 'succeeded' : 'unverified';
}
