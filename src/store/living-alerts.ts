import { credited, followed } from '../report/living/follow.ts';
import type { Fix, Step } from '../report/living/living-alert.ts';
import type { MessagePlace } from '../report/living/message-place.ts';
import { withStep } from '../report/living/steps.ts';
import { epochMs, isoInstant } from '../time/instant.ts';
import type { Ledger } from './ledger.ts';

/** How long a remediation is stored; it gets no credit for findings resolved more than an hour later. */
const FIXES_KEPT_MS = 86_400_000;

/** The ledger with acknowledgements also shown in the alerts. @param now ms since the epoch */
export function withAcknowledgements(value: Ledger, now: number): Ledger {
  const moment = {
    openFindings: value.standing,
    resolved: [],
    trigger: 'command',
    fixes: value.fixes,
  } as const;
  const living = followed(value.living, { ...moment, now: isoInstant(now), numbers: false });
  return { ...value, living };
}

/** The ledger after a remediation. @param now ms since the epoch */
export function withFix(value: Ledger, fix: Fix, now: number): Ledger {
  const recent = value.fixes.filter(({ at }) => now - epochMs(at) < FIXES_KEPT_MS);
  return { ...value, fixes: [...recent, fix], living: credited(value.living, fix) };
}

/** Adds a step to the thread of each alert about a finding. */
export function withThreadStep(value: Ledger, finding: string, step: Step): Ledger {
  const living = value.living.map((alert) =>
    alert.entries.some(({ id }) => id === finding) ? withStep(alert, step) : alert,
  );
  return living.every((alert, index) => alert === value.living[index]) ? value : { ...value, living };
}

/** The answer to a command has arrived: it becomes the alert's message, and nothing else need be posted. */
export function withAnswerMessage(value: Ledger, report: string, message: MessagePlace): Ledger {
  const isMeant = ({ id, awaited_until }: Ledger['living'][number]) =>
    id === report && awaited_until !== null;
  if (!value.living.some(isMeant)) return value;
  return {
    ...value,
    living: value.living.map((alert) =>
      isMeant(alert) ? { ...alert, message, awaited_until: null, shown: 1 } : alert,
    ),
    outbox: value.outbox.map((alert) => (alert.about === report ? { ...alert, not_before: null } : alert)),
  };
}
