import type { KeyedMutex } from '../../async/keyed-mutex.ts';
import type { Approval, Clicker } from '../approval.ts';
import { UserError } from '../../text/user-error.ts';
import { whyNotApprove } from '../policy.ts';
import type { Tools } from '../tools.ts';
import { updateCard } from '../update-card.ts';
import { carryOut } from './carry-out.ts';
import { decide } from './decide.ts';
import type { InProgress } from './in-progress.ts';

type Shared = { inProgress: InProgress; inTurn: KeyedMutex };

/**
 * A click on Approve: decides, carries out when the machine is free, updates the card, reports.
 */
export async function approve(
  id: string,
  by: Clicker,
  tools: Tools,
  { inProgress, inTurn }: Shared,
): Promise<void> {
  // Notices a tampered journal now, not in the next audit.
  await tools.journal.objection(null);
  const inForce = await tools.source.current();
  await inProgress.during(id, async () => {
    const approved = await approvedBy(by, id, inForce, tools);
    // Discord may be slow: the action does not wait for it, and the card shows the outcome in the end.
    const shown = updateCard(approved, tools);
    const ended = await inTurn([`host ${addressOf(approved)}`], () => carryOut(id, tools, inTurn));
    await shown;
    if (ended) await updateCard(ended, tools);
    if (ended?.outcome?.sent) auditAfterwards(ended, tools);
  });
}

async function approvedBy(
  by: Clicker,
  id: string,
  { manifest, warning }: Awaited<ReturnType<Tools['source']['current']>>,
  tools: Tools,
): Promise<Approval> {
  function whyNot(approval: Approval): string | null {
    if (!tools.holdsState())
      throw new UserError('This bot does not hold the state: another one is active. Try again shortly.');
    if (warning !== null)
      throw new UserError(
        `Nothing can be approved while the latest edit of the manifest is broken: ${warning}`,
      );
    return whyNotApprove(by, approval, manifest.policy, tools.approverRoles);
  }
  return await decide(
    'approve',
    id,
    { state: 'approved', by, reason: null, whyNot, roles: tools.approverRoles },
    tools,
  );
}

/** Starts an audit that reports the machine's new state. Nobody waits for it. */
function auditAfterwards(approval: Approval, { audited, log }: Tools): void {
  void audited(approval).catch((error: unknown) =>
    log.warn({ err: error, approval: approval.id }, 'the audit afterwards failed'),
  );
}

function addressOf({ plan, machine }: Approval): string {
  return plan?.host.replace(/^[^@]*@/, '').toLowerCase() ?? machine;
}
