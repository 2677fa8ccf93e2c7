import type { Step } from '../report/living/living-alert.ts';
import type { Approval } from './approval.ts';
import type { Cards } from './tools.ts';

type Told = (finding: string, step: Step) => Promise<void>;

/** Cards that also post the request's steps in the thread of its alert. */
export function withThreadSteps(cards: Cards, told: Told): Cards {
  async function tell(approval: Approval): Promise<void> {
    const { finding } = approval;
    if (finding === null) return;
    for (const step of stepsOf(approval)) await told(finding.id, step);
  }
  return {
    async post(approval) {
      const card = await cards.post(approval);
      await tell(approval);
      return card;
    },
    async edit(card, approval) {
      const next = await cards.edit(card, approval);
      await tell(approval);
      return next;
    },
  };
}

/** All steps so far; the thread skips those that it already has. */
function stepsOf({
  service: about,
  requested_by,
  requested_at,
  decided_by,
  decided_at,
  ended_at,
  outcome,
  state,
}: Approval): Step[] {
  const approved = state !== 'denied' && decided_by !== null && decided_at !== null;
  const end = outcome?.finding === 'gone' ? ('verified' as const) : ('failed' as const);
  return [
    { at: requested_at, what: 'asked', by: requested_by.name, about },
    ...(approved ? [{ at: decided_at, what: 'approved' as const, by: decided_by.name, about }] : []),
    ...(ended_at !== null && outcome?.sent
      ? [
          { at: ended_at, what: 'done' as const, by: null, about },
          { at: ended_at, what: end, by: null, about },
        ]
      : []),
  ];
}
