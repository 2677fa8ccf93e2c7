import type { Finding } from '../findings/finding.ts';
import type { Bulletin } from '../report/bulletin.ts';
import type { AuditRequest } from '../report/request.ts';
import type { Closing } from '../store/ledger.ts';
import type { History } from '../store/history.ts';
import { closingOf } from './audit-entry.ts';
import type { Change } from './audit-change.ts';

/** The part of the history that a bulletin compares with. */
export type Past = Pick<History, 'audits' | 'closings'>;

/** Is it a scan, which reports everything? Only scans report the past. */
export function isScan({ scheduled }: AuditRequest): boolean {
  return scheduled?.report === 'full';
}

/** How long each resolved finding was open. @param at ms since the epoch */
export function closingsOf(resolved: readonly Finding[], at: number): Closing[] {
  return resolved.map((finding) => closingOf(finding, at));
}

/** The bulletin of an audit. `past`: the state before it; `warning`: what is wrong with the latest manifest. */
export function bulletinOf(
  request: AuditRequest,
  change: Change,
  closings: readonly Closing[],
  { past, warning }: { past: Past; warning: string | null },
): Bulletin {
  const trend = past.audits.findLast((entry) => entry.scan) ?? null;
  const since = trend?.at ?? '';
  return {
    kind: isScan(request) ? 'scan' : 'news',
    report: change.report,
    news: change.news,
    unwatched: change.unwatched,
    merges: change.merges.notes,
    trend: trend ? { at: trend.at, ...trend.counts } : null,
    resolved: [...past.closings, ...closings].filter(({ resolved_at }) => resolved_at > since),
    warning,
    late: request.scheduled?.late ?? null,
    answers: request.answers ?? [],
  };
}
