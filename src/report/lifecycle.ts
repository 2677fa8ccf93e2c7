import { severities } from '../findings/severity.ts';
import type { Severity } from '../findings/severity.ts';
import type { Finding, Found, Persisting } from '../findings/finding.ts';
import { LOOKS, countOf, held, isPersistent } from './persistence.ts';
import type { Held } from './persistence.ts';
import { couldSee, isWatched } from './could-see.ts';
import type { Coverage } from './coverage.ts';
import type { News } from './news.ts';
import type { Acknowledgement, OpenFinding } from '../findings/open-finding.ts';

/** After this many watches without it, a finding that only one watch saw counts as a restart. */
const LOST_AFTER = 2;

/** Why a finding is not reported for now: a maintenance window, the grace time after a merge, or a silence. */
export type Mute = { reason: string; until: string };

export type LifecycleContext = {
  /** ISO instant */
  now: string;
  coverage: Coverage;
  muteOf(found: Pick<Found, 'type' | 'service' | 'machine' | 'severity'>): Mute | null;
  /** for schedules more frequent than hourly: report a finding once two of the last three scans saw it, a CRITICAL one at once */
  damped: boolean;
  /** A change seen by only one watch waits for the next watch; other audits count at once. */
  watch: boolean;
  /** when a look last did not find it: ISO instant; null if none did */
  clearAt(found: Found): string | null;
  /** ISO instant: when it is reported */
  told_at: string;
  /** all open findings are posted, so flapping ones count as reported */
  shown: boolean;
};

export type Lifecycle = {
  /** open findings in the order of `current`, each with since when */
  findings: Finding[];
  /** findings that were open, and that this audit looked for in vain */
  resolved: Finding[];
  /** reported findings whose service or machine is no longer in the manifest: neither found nor fixed */
  unwatched: Finding[];
  /** all open findings, including those that this audit could not see, and so neither opened nor resolved */
  standing: OpenFinding[];
  news: News;
};

/** The changes of one audit. Findings with the same id are the same. Pure: nothing is reported before the result is stored. */
export function advance(
  before: readonly OpenFinding[],
  current: readonly Found[],
  moment: LifecycleContext,
): Lifecycle {
  const known = new Map(before.map((each) => [each.finding.id, each]));
  const news: News = { opened: [], worsened: [], resolved: [] };
  const present = current.map((found) => seenAgain(found, known.get(found.id) ?? null, moment, news));
  const standing = new Set(current.map(({ id }) => id));
  const gone = before
    .filter(({ finding }) => !standing.has(finding.id))
    .map((each) => ({ each, left: missed(each, moment) }));
  // A finding that only one watch saw was a restart: it was never open, so it is not resolved.
  const over = gone.filter(({ each, left }) => left === null && !each.suspect).map(({ each }) => each);
  const resolved = over.filter(({ finding }) => isWatched(finding, moment.coverage));
  const dropped = over.filter(({ finding, told }) => told !== null && !isWatched(finding, moment.coverage));
  news.resolved.push(...resolved.filter(({ told }) => told !== null).map(({ finding }) => finding));
  return {
    findings: present.map(({ finding }) => finding),
    resolved: resolved.map(({ finding }) => finding),
    unwatched: dropped.map(({ finding }) => finding),
    standing: [...present, ...gone.flatMap(({ left }) => left ?? [])],
    news,
  };
}

function seenAgain(
  seen: Found,
  known: OpenFinding | null,
  moment: LifecycleContext,
  news: News,
): OpenFinding {
  const { persisting = null, ...found } = seen;
  const hold = held(persisting, known);
  const extent = { severity: found.severity, copies: countOf(persisting, hold, !moment.watch) };
  const lapsed =
    known?.acknowledged !== null && known !== null && !holds(known.acknowledged, extent, moment.now);
  const acknowledged = lapsed ? null : (known?.acknowledged ?? null);
  const mute = moment.muteOf(found);
  const clear_at = known ? known.clear_at : moment.clearAt(seen);
  const finding = told(found, known, { acknowledged, mute, clear_at, now: moment.now });
  const sightings = moment.damped ? [...(known?.sightings ?? []), true].slice(-3) : (known?.sightings ?? []);
  const flapping = moment.damped && !moment.shown && found.severity !== 'CRITICAL' && count(sightings) < 2;
  // An acknowledgement promised to look again by its end, so an expired one is reported again.
  const before = lapsed && !isWorse(extent, known.acknowledged) ? null : (known?.told ?? null);
  const suspect = moment.watch && isSuspect(persisting, known, hold);
  const { stayed, looks } = hold;
  const next = { finding, acknowledged, sightings, suspect, persisting, stayed, looks, clear_at, misses: 0 };
  const { told_at = null, copies = null } = known ?? {};
  const quiet = { ...next, told: before, told_at, copies };
  if (acknowledged || mute || flapping || suspect) return quiet;
  if (before === null) news.opened.push(finding);
  else if (isWorse(extent, { severity: before, copies })) news.worsened.push(finding);
  else return { ...quiet, copies: copies ?? extent.copies };
  return { ...next, told: found.severity, told_at: told_at ?? moment.told_at, copies: extent.copies };
}

/** A watch reports only what it sees twice in a row, for the same processes. */
function isSuspect(persisting: Persisting | null, known: OpenFinding | null, hold: Held): boolean {
  if (known === null) return true;
  return known.suspect && persisting !== null && !isPersistent(persisting, hold);
}

/** @returns the finding if it stays open; null if it is resolved */
function missed(each: OpenFinding, { coverage, damped, watch }: LifecycleContext): OpenFinding | null {
  if (!couldSee(each.finding, coverage)) return watch && isForgotten(each, coverage) ? null : each;
  // A copy that crashes and restarts is there at one look and gone at the next.
  if (watch && each.suspect && each.persisting && each.misses < LOST_AFTER)
    return { ...each, looks: Math.min(each.looks, LOOKS - 1), misses: each.misses + 1 };
  if (watch && each.told !== null && each.misses === 0) return { ...each, misses: 1 };
  if (!damped || each.finding.severity === 'CRITICAL') return null;
  const sightings = [...each.sightings, false].slice(-3);
  // A flapping finding is over when two scans in a row did not see it.
  const flapping = sightings.slice(-2).includes(true);
  return flapping ? { ...each, sightings } : null;
}

/** Did only a watch see it, which no longer reads that service? Then the next audit decides whether it is open. */
function isForgotten({ suspect, finding }: OpenFinding, { services }: Coverage): boolean {
  return suspect && finding.service !== null && !services.includes(finding.service);
}

function told(
  found: Omit<Found, 'persisting'>,
  known: OpenFinding | null,
  {
    acknowledged,
    mute,
    clear_at,
    now,
  }: {
    acknowledged: Acknowledgement | null;
    mute: Mute | null;
    clear_at: string | null;
    now: string;
  },
): Finding {
  const times = { clear_at, told_at: known?.told_at ?? null };
  const evidence = {
    ...found.evidence,
    ...(clear_at === null ? {} : { watched: times }),
    ...(acknowledged ? { acknowledged: publicPart(acknowledged) } : {}),
    ...(mute ? { silenced: { ...mute } } : {}),
  };
  const status = acknowledged ? 'acknowledged' : known ? 'ongoing' : 'new';
  return { ...found, evidence, status, first_seen: known?.finding.first_seen ?? now };
}

/** The finding as the next audit will show it if unchanged. @param now ISO instant */
export function asAcknowledged({ finding, acknowledged }: OpenFinding, now: string): Finding {
  const extent = { severity: finding.severity, copies: null };
  if (!acknowledged || !holds(acknowledged, extent, now)) {
    return { ...finding, status: finding.status === 'acknowledged' ? 'ongoing' : finding.status };
  }
  const evidence = { ...finding.evidence, acknowledged: publicPart(acknowledged) };
  return { ...finding, evidence, status: 'acknowledged' };
}

function publicPart({ by, reason, until }: Acknowledgement) {
  return { by, reason, until };
}

function holds(acknowledged: Acknowledgement, extent: Extent, now: string): boolean {
  return acknowledged.until > now && !isWorse(extent, acknowledged);
}

/** How bad it is; `copies` is null if nothing is counted, or was not at that time. */
type Extent = { severity: Severity; copies: number | null };

function isWorse(one: Extent, other: Extent | null): boolean {
  if (other === null) return true;
  const rank = ({ severity }: Extent) => severities.indexOf(severity);
  const more = one.copies !== null && other.copies !== null && one.copies > other.copies;
  return rank(one) < rank(other) || more;
}

function count(sightings: readonly boolean[]): number {
  return sightings.filter(Boolean).length;
}
