import { isLate } from '../approval.ts';
import type { Clicker } from '../approval.ts';
import { whyNotDeny } from '../policy.ts';
import type { Tools } from '../tools.ts';
import { updateCard } from '../update-card.ts';
import { decide } from './decide.ts';

/** A click on Deny: decides, then updates the card. @throws UserError if the person may not, or it is too late */
export async function deny(id: string, by: Clicker, reason: string, tools: Tools): Promise<void> {
  const decision = {
    state: 'denied',
    by,
    reason,
    roles: tools.approverRoles,
    whyNot: (approval) => whyNotDeny(by, approval, tools.approverRoles),
  } satisfies Parameters<typeof decide>[2];
  await updateCard(await decide('deny', id, decision, tools), tools);
}

/**
 * Checks before the modal opens. A person who may not deny is refused now, and the journal records it.
 * @throws UserError
 */
export async function mayDeny(id: string, by: Clicker, tools: Tools): Promise<void> {
  const approval = (await tools.records.all()).find((each) => each.id === id);
  const why = approval && whyNotDeny(by, approval, tools.approverRoles);
  // After this, the modal's own click is journalled and decided.
  if (!approval || approval.state !== 'requested' || isLate(approval, tools.now()) || why)
    await deny(id, by, '', tools);
}
