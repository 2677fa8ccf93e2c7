import type { Approval, Outcome } from '../approval.ts';
import type { Tools } from '../tools.ts';
import { updateCard } from '../update-card.ts';
import { end, stateAfter } from './end.ts';
import { verify } from './verify.ts';

const UNTOLD: Outcome = {
  sent: true,
  exit_status: null,
  signal: null,
  output: '',
  truncated: false,
  finding: 'pending',
  detail: 'the bot stopped while it ran, and does not run it again',
};

/** Ends an action that was running when the bot stopped: checks the result, and never runs it again. */
export async function recover(approval: Approval, tools: Tools): Promise<void> {
  const { outcome } = approval;
  const ran = outcome ?? UNTOLD;
  const seen = ran.sent ? await verify(approval, null, tools, [0]) : { finding: ran.finding, detail: null };
  const final = { ...ran, finding: seen.finding, detail: ran.detail ?? seen.detail };
  const certain = outcome !== null && (!ran.sent || ran.exit_status !== null);
  const ended = await end(approval.id, certain ? stateAfter(final) : 'outcome_unknown', final, tools);
  if (ended) await updateCard(ended, tools);
}
