import { alertsOf } from './alerts-of.ts';
import type { Message } from './alerts-of.ts';
import { isDeepStrictEqual } from 'node:util';
import { followed } from '../report/living/follow.ts';
import type { LivingAlert } from '../report/living/living-alert.ts';
import type { Report } from '../report/report.ts';
import type { AuditRequest } from '../report/request.ts';
import type { Closing, Ledger } from '../store/ledger.ts';
import { isoInstant } from '../time/instant.ts';
import type { Change } from './audit-change.ts';
import { entryOf } from './audit-entry.ts';
import { isScan } from './bulletin-of.ts';

/** The messages of an audit, and the alerts to edit from then on. */
type Told = { messages: readonly Message[]; living: readonly LivingAlert[] };

/**
 * The ledger after an audit: open findings, what to send and file, and that the schedule was served. The same object if
 * nothing has changed. Pure.
 */
export function nextLedger(
  before: Ledger,
  request: AuditRequest,
  change: Change,
  { messages, living, closings, at }: Told & { closings: Closing[]; at: number },
): Ledger {
  const quiet = isQuiet(request, change);
  const alerts = quiet ? [] : alertsOf(messages, change.report.id, at);
  const filing = { audit: entryOf(change.report, request, isScan(request)), closings };
  const next: Ledger = {
    ...before,
    standing: change.standing,
    outbox: [...before.outbox, ...alerts],
    living: [...living],
    merges: change.merges.left,
    schedule: scheduleAfter(before.schedule, request, change.report),
    unfiled: quiet ? before.unfiled : [...before.unfiled, filing],
  };
  return quiet && isDeepStrictEqual(next, before) ? before : next;
}

/** Updates earlier alerts to what is open now. @param at ms since the epoch */
export function livingAfter(
  before: Ledger,
  { trigger, only }: AuditRequest,
  { standing, resolved }: Change,
  at: number,
): Ledger['living'] {
  const moment = { openFindings: standing, resolved, trigger, fixes: before.fixes, now: isoInstant(at) };
  return followed(before.living, { ...moment, numbers: only !== 'watch' });
}

/** Did a watch settle nothing? Watches come every few minutes, so the history stores only those that did. */
export function isQuiet({ only }: AuditRequest, { news, unwatched }: Change): boolean {
  const told = [...Object.values(news), unwatched];
  return only === 'watch' && told.every((findings) => findings.length === 0);
}

function scheduleAfter(
  before: Ledger['schedule'],
  request: AuditRequest,
  report: Report,
): Ledger['schedule'] {
  const { scheduled } = request;
  if (!scheduled) return before;
  const digest = isScan(request) ? report.finished_at : before.digest;
  return { due: scheduled.due, digest, begun: null };
}
