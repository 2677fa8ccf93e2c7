import { severities } from '../../findings/severity.ts';
import type { Finding } from '../../findings/finding.ts';
import { withEntries } from './follow.ts';
import type { Entry, LivingAlert } from './living-alert.ts';

/** At most this many findings of an alert are stored in full. */
export const WHOLE = 20;
/** At most this many messages per audit; news without its own reply goes into the message with the new findings. */
const MESSAGES = 2;

type Why = Entry['told'];
type Told = { finding: Finding; why: Why };

export type Sorted = {
  /** findings that no alert has shown yet, and news that would need too many replies */
  fresh: Told[];
  /** news that is posted as a reply to an earlier alert, worst first */
  replies: { root: LivingAlert; told: Told[] }[];
  /** the alerts, with returned findings open again */
  alerts: LivingAlert[];
};

/**
 * Decides where each piece of news goes. A finding that got worse, came back, or whose acknowledgement expired becomes a
 * reply to the alert that first reported it, so that one click shows its story. An alert that is not posted yet will show
 * it anyway. Pure.
 */
export function sortNews(
  { opened, worsened }: { opened: readonly Finding[]; worsened: readonly Finding[] },
  alerts: readonly LivingAlert[],
): Sorted {
  const known = rootsOf(alerts);
  const roots = new Map([...known].map(([id, { root }]) => [id, root]));
  const told = [
    ...opened.map((finding) => ({ finding, why: whyOpened(known.get(finding.id)?.entry) })),
    ...worsened.map((finding) => ({ finding, why: 'worse' as const })),
  ];
  const fresh = told.filter(({ finding }) => !roots.has(finding.id));
  const again = told.filter(({ finding }) => roots.has(finding.id));
  const groups = [...Map.groupBy(again, ({ finding }) => roots.get(finding.id)?.id ?? '')];
  const posted = groups.flatMap(([id, own]) => {
    const root = alerts.find((alert) => alert.id === id);
    return root && root.message !== null ? [{ root, told: own }] : [];
  });
  const replies = posted.toSorted((one, other) => rank(one.told) - rank(other.told));
  const most = fresh.length > 0 || replies.length > MESSAGES ? MESSAGES - 1 : MESSAGES;
  const back = new Map(again.map(({ finding }) => [finding.id, finding]));
  return {
    fresh: [...fresh, ...replies.slice(most).flatMap(({ told: own }) => own)],
    replies: replies.slice(0, most),
    alerts: alerts.map((alert) =>
      alert.root === null
        ? withEntries(alert, (entry) => reopened(entry, back.get(entry.id), roots.get(entry.id) === alert))
        : alert,
    ),
  };
}

/** finding -> the newest alert that is not a reply, and its entry; an alert that only showed it counts if none reported it. */
function rootsOf(alerts: readonly LivingAlert[]): Map<string, { root: LivingAlert; entry: Entry }> {
  const roots = new Map<string, { root: LivingAlert; entry: Entry }>();
  for (const alert of alerts) {
    if (alert.root !== null || alert.kind === 'drill') continue;
    for (const entry of alert.entries)
      if (entry.told !== 'stood' || !roots.has(entry.id)) roots.set(entry.id, { root: alert, entry });
  }
  return roots;
}

function whyOpened(entry: Entry | undefined): Why {
  if (!entry) return 'new';
  if (entry.ended !== null) return 'again';
  return entry.told === 'stood' ? 'new' : 'lapsed';
}

function reopened(entry: Entry, back: Finding | undefined, isRoot: boolean): Entry {
  if (!back || !isRoot || entry.ended === null) return entry;
  return { ...entry, severity: back.severity, told: 'again', finding: back, ended: null };
}

function rank(told: readonly Told[]): number {
  return Math.min(...told.map(({ finding }) => severities.indexOf(finding.severity)));
}

/** Entries for an alert; the worst findings are stored in full. */
export function entriesOf(told: readonly Told[]): Entry[] {
  const byRank = told.toSorted((one, other) => rank([one]) - rank([other]));
  return byRank.map(({ finding, why }, index) => {
    const { id, type, severity, service, machine, first_seen } = finding;
    return {
      id,
      type,
      severity,
      service,
      machine,
      first_seen,
      told: why,
      finding: index < WHOLE ? finding : null,
      acknowledged: null,
      ended: null,
    };
  });
}
