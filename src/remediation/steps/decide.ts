import { UserError } from '../../text/user-error.ts';
import type { Approval } from '../approval.ts';
import type { Decision } from '../records.ts';
import type { Tools } from '../tools.ts';

/**
 * One click, written to the journal before it counts, and its result.
 * @throws UserError if the person may not, or it is too late; the journal records that too
 */
export async function decide(
  button: 'approve' | 'deny',
  id: string,
  decision: Decision,
  { records, journal }: Tools,
): Promise<Approval> {
  const { by } = decision;
  const about = id.slice(0, 40);
  await journal.append('click', about, { button, by: { ...by } });
  try {
    const decided = await records.decide(id, decision);
    await journal.append(decided.state, id, { by: by.id, reason: decided.reason });
    return decided;
  } catch (error) {
    if (error instanceof UserError) await journal.append('refused', about, { by: by.id, why: error.message });
    throw error;
  }
}
