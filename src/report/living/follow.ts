import type { Finding } from '../../findings/finding.ts';
import type { OpenFinding } from '../../findings/open-finding.ts';
import { epochMs } from '../../time/instant.ts';
import type { Trigger } from '../report.ts';
import { withStepsSince } from './steps.ts';
import type { Ending, Entry, Fix, LivingAlert } from './living-alert.ts';

/** How long an alert is kept after the last of its findings was resolved. */
const KEPT_MS = 30 * 86_400_000;
/** A finding of the service that is resolved within this time after a remediation is credited to it. */
const CREDIT_MS = 3_600_000;

export type Followed = {
  /** all that is open now */
  openFindings: readonly OpenFinding[];
  /** findings that an audit just resolved; those in neither list are no longer in the manifest */
  resolved: readonly Pick<Finding, 'id'>[];
  trigger: Trigger;
  fixes: readonly Fix[];
  /** ISO instant */
  now: string;
  /** Whether changed numbers alone justify an edit: not for a watch, which comes every few minutes. */
  numbers: boolean;
};

/**
 * The alerts after an audit or an acknowledgement: each entry follows its finding. An unchanged alert is returned as the
 * same object. An alert that has been over for 30 days is dropped. Pure.
 */
export function followed(alerts: readonly LivingAlert[], moment: Followed): LivingAlert[] {
  const openFindings = new Map(moment.openFindings.map((each) => [each.finding.id, each]));
  const resolved = new Set(moment.resolved.map(({ id }) => id));
  return alerts.flatMap((alert) => {
    if (isForgotten(alert, moment.now)) return [];
    if (alert.kind === 'drill') return [alert];
    const next = withEntries(alert, (entry) => follow(entry, openFindings.get(entry.id), resolved, moment));
    return [withStepsSince(alert, next, moment.now)];
  });
}

/** The alert with changed entries; the same object if no entry changed. */
export function withEntries(alert: LivingAlert, change: (entry: Entry) => Entry): LivingAlert {
  const entries = alert.entries.map(change);
  if (entries.every((entry, index) => entry === alert.entries[index])) return alert;
  return { ...alert, entries, revision: alert.revision + 1 };
}

function follow(
  entry: Entry,
  stands: OpenFinding | undefined,
  resolved: ReadonlySet<string>,
  moment: Followed,
): Entry {
  if (entry.ended !== null) return entry;
  if (stands) return current(entry, stands, moment);
  const trigger = resolved.has(entry.id) ? moment.trigger : null;
  const ended = { at: moment.now, trigger, fix: trigger && creditOf(entry, moment) };
  return { ...entry, ended, finding: null, acknowledged: null };
}

function current(entry: Entry, { finding, acknowledged }: OpenFinding, { now, numbers }: Followed): Entry {
  const holds = acknowledged !== null && acknowledged.until > now;
  const known = holds ? { by: acknowledged.by, until: acknowledged.until } : null;
  const same = known?.by === entry.acknowledged?.by && known?.until === entry.acknowledged?.until;
  const moved =
    finding.severity !== entry.severity ||
    (numbers && entry.finding !== null && finding.summary !== entry.finding.summary);
  if (same && !moved) return entry;
  const shown = entry.finding === null ? null : moved ? finding : entry.finding;
  return { ...entry, severity: finding.severity, acknowledged: known, finding: shown };
}

function creditOf({ id, service }: Entry, { fixes, now }: Followed): Fix | null {
  const recent = fixes.filter(({ at }) => epochMs(now) - epochMs(at) < CREDIT_MS);
  const own = recent.findLast((fix) => fix.finding === id);
  return own ?? recent.findLast((fix) => fix.service === service) ?? null;
}

/**
 * Credits a remediation with findings of its service that were resolved since it began, unless another one has the credit:
 * a watch may have seen the end before the remediation was recorded.
 */
export function credited(alerts: readonly LivingAlert[], fix: Fix): LivingAlert[] {
  const ownsEnding = (ended: Ending, entry: Entry) =>
    (entry.id === fix.finding || entry.service === fix.service) &&
    ended.trigger !== null &&
    ended.at >= fix.at &&
    (ended.fix === null || (entry.id === fix.finding && ended.fix.finding !== fix.finding));
  return alerts.map((alert) =>
    withEntries(alert, (entry) =>
      entry.ended !== null && ownsEnding(entry.ended, entry)
        ? { ...entry, ended: { ...entry.ended, fix } }
        : entry,
    ),
  );
}

function isForgotten({ entries, at, message, awaited_until }: LivingAlert, now: string): boolean {
  const posted = message !== null && awaited_until === null;
  if (entries.length === 0) return posted;
  if (entries.some(({ ended }) => ended === null)) return false;
  const last = entries.reduce((latest, { ended }) => (ended && ended.at > latest ? ended.at : latest), at);
  return epochMs(now) - epochMs(last) > KEPT_MS;
}
