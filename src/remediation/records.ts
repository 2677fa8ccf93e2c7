import type { Document } from '../store/document.ts';
import { Forbidden, UserError } from '../text/user-error.ts';
import { isLate, kept, lateAttempt, moved, openTwin } from './approval.ts';
import type { Approval, Approvals, Clicker } from './approval.ts';
import { relativeMinutes, stateText } from './sentences.ts';

export type Records = {
  all(): Promise<Approval[]>;
  /** @throws UserError if the same is already requested, or was tried within the hour */
  add(approval: Approval): Promise<void>;
  /** Replaces an approval with the result of `change`, on disk; null if there is no result, or no such approval. */
  change(
    id: string,
    change: (approval: Approval, all: Approval[]) => Approval | null,
  ): Promise<Approval | null>;
  /**
   * Applies a click to a request, or throws a UserError that says why not.
   * @param whyNot from the policy
   */
  decide(id: string, how: Decision): Promise<Approval>;
};

export type Decision = {
  state: 'approved' | 'denied';
  by: Clicker;
  reason: string | null;
  whyNot: (approval: Approval) => string | null;
  /** the approver roles */
  roles: readonly string[];
};

/** The stored approvals. Every call is one write. @param now ms */
export function createRecords(document: Document<Approvals>, now: () => number): Records {
  async function change(id: string, make: Parameters<Records['change']>[1]): Promise<Approval | null> {
    return await document.update(({ approvals }) => {
      const held = approvals.find((approval) => approval.id === id);
      const next = held === undefined ? null : make(held, approvals);
      const value = approvals.map((approval) => (next !== null && approval.id === id ? next : approval));
      return { value: { approvals: kept(value, now()) }, result: next };
    });
  }

  async function decide(id: string, { state, by, reason, whyNot, roles }: Decision): Promise<Approval> {
    const refused: { why: string | null; forbidden: boolean } = { why: null, forbidden: false };
    const next = await change(id, (approval) => {
      if (approval.state !== 'requested') refused.why = stateText(approval);
      else if (isLate(approval, now())) {
        refused.why = 'This request has expired. Make a new one.';
        return moved(approval, 'expired', now(), { reason: 'nobody approved it in time' });
      } else {
        refused.why = whyNot(approval);
        refused.forbidden = refused.why !== null;
      }
      return refused.why === null ? moved(approval, state, now(), { decided_by: by, reason }) : null;
    });
    if (refused.why !== null && refused.forbidden) throw new Forbidden(refused.why, roles);
    if (refused.why !== null) throw new UserError(refused.why);
    if (next === null) throw new UserError('This request has expired. Make a new one.');
    return next;
  }

  return {
    all: async () => (await document.read()).approvals,
    change,
    decide,
    async add(approval) {
      const refused = await document.update((value) => {
        const twin = openTwin(value.approvals, approval);
        const attempt = lateAttempt(value.approvals, approval, now());
        const why =
          approval.state !== 'requested'
            ? null
            : twin
              ? `This was requested already, and ${twin.state === 'requested' ? 'waits for a decision' : 'is running now'}.`
              : attempt
                ? `It was tried ${relativeMinutes(attempt.started_at ?? '', now())}: one attempt per hour. Check what it did first.`
                : null;
        const approvals = why === null ? [...value.approvals, approval] : value.approvals;
        return { value: { approvals: kept(approvals, now()) }, result: why };
      });
      if (refused !== null) throw new UserError(refused);
    },
  };
}
