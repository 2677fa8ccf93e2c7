import { subjectOf } from '../../findings/subject.ts';
import type { Entry, LivingAlert, Step } from './living-alert.ts';

/** The alert with one more step in its thread; the same object if it has no thread, or already has the step. */
export function withStep(alert: LivingAlert, step: Step): LivingAlert {
  const { thread } = alert;
  const same = (each: Step) => each.what === step.what && each.about === step.about && each.by === step.by;
  if (
    thread === null ||
    thread.steps.some((each) => same(each) && (step.what === 'paged' || each.at === step.at))
  )
    return alert;
  return { ...alert, thread: { ...thread, steps: [...thread.steps, step] } };
}

/** Adds the steps between two states of an alert: acknowledgements and resolved findings. */
export function withStepsSince(before: LivingAlert, after: LivingAlert, at: string): LivingAlert {
  const { thread } = after;
  if (thread === null || before === after) return after;
  const keyOf = (step: Step) => JSON.stringify([step.what, step.about, step.by, step.at]);
  const known = new Set(thread.steps.map(keyOf));
  const steps = after.entries
    .flatMap((entry, index) => stepsOf(before.entries[index], entry, at))
    .filter((step) => !known.has(keyOf(step)) && known.add(keyOf(step)));
  return steps.length === 0 ? after : { ...after, thread: { ...thread, steps: [...thread.steps, ...steps] } };
}

function stepsOf(before: Entry | undefined, after: Entry, at: string): Step[] {
  if (!before || after.severity !== 'CRITICAL') return [];
  const about = subjectOf({ ...after, evidence: after.finding?.evidence });
  const known = after.acknowledged;
  if (known !== null && before.acknowledged?.until !== known.until)
    return [{ at, what: 'acknowledged', by: known.by, about }];
  if (before.ended === null && after.ended !== null) return [{ at, what: 'resolved', by: null, about }];
  if (before.ended !== null && after.ended === null) return [{ at, what: 'returned', by: null, about }];
  return [];
}

/** Are all its CRITICAL findings over? Then its thread is closed. */
export function isThreadOver({ entries }: LivingAlert): boolean {
  return entries.every(({ severity, ended }) => severity !== 'CRITICAL' || ended !== null);
}

/** Are there steps to post in its thread, or must it be closed? */
export function isThreadBehind(alert: LivingAlert): boolean {
  const { thread, message, awaited_until } = alert;
  if (thread === null || message === null || awaited_until !== null) return false;
  return thread.told < thread.steps.length || (isThreadOver(alert) && thread.state !== 'closed');
}
