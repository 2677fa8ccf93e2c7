import { severities } from '../findings/severity.ts';
import type { Severity } from '../findings/severity.ts';
import type { Finding, Found, Persisting } from '../findings/finding.ts';
import { couldSee, isWatched } from './sight.ts';
import type { Sight } from './sight.ts';
import type { Acknowledgement, Standing } from '../findings/standing.ts';

/** Why nobody is told of a finding for now: a maintenance window, or the grace time after a merge. */
export type Silence = { reason: string; until: string };

export type Moment = {
  /** ISO instant */
  now: string;
  sight: Sight;
  silenceOf(found: Pick<Found, 'type' | 'service'>): Silence | null;
  /** a schedule more often than hourly: but for CRITICAL, nobody is told before two of the last three scans saw it */
  damped: boolean;
  /** null: no watch, which settles at once what it sees. What one watch alone has seen or missed waits for the next */
  watch: { previous: string | null } | null;
  /** ISO instant: when people are told */
  told_at: string;
  /** people are sent a report of all that stands: what flaps stands in it too, and is told by that */
  shown: boolean;
};

/** What people have not been told yet. */
export type News = { opened: Finding[]; worsened: Finding[]; resolved: Finding[] };

export type Lifecycle = {
  /** what stands now, in the order of `current`, with since when */
  findings: Finding[];
  /** what stood before and was looked for in vain */
  resolved: Finding[];
  /** what stood before and the manifest has no longer: neither found nor repaired. Only what people were told */
  unwatched: Finding[];
  /** all that stands, also what this audit could not see: neither opened nor resolved by it */
  standing: Standing[];
  news: News;
};

/** What one audit changes. A finding is the same if its id is. Pure: nothing is told before the result is stored. */
export function advance(before: readonly Standing[], current: readonly Found[], moment: Moment): Lifecycle {
  const known = new Map(before.map((each) => [each.finding.id, each]));
  const news: News = { opened: [], worsened: [], resolved: [] };
  const present = current.map((found) => seenAgain(found, known.get(found.id) ?? null, moment, news));
  const standing = new Set(current.map(({ id }) => id));
  const gone = before
    .filter(({ finding }) => !standing.has(finding.id))
    .map((each) => ({ each, left: missed(each, moment) }));
  // What one watch saw and the next did not was a restart: it never stood, so it is not over either.
  const over = gone.filter(({ each, left }) => left === null && !each.suspect).map(({ each }) => each);
  const resolved = over.filter(({ finding }) => isWatched(finding, moment.sight));
  const dropped = over.filter(({ finding, told }) => told !== null && !isWatched(finding, moment.sight));
  news.resolved.push(...resolved.filter(({ told }) => told !== null).map(({ finding }) => finding));
  return {
    findings: present.map(({ finding }) => finding),
    resolved: resolved.map(({ finding }) => finding),
    unwatched: dropped.map(({ finding }) => finding),
    standing: [...present, ...gone.flatMap(({ left }) => left ?? [])],
    news,
  };
}

function seenAgain(seen: Found, known: Standing | null, moment: Moment, news: News): Standing {
  const { persisting = null, ...found } = seen;
  const lapsed =
    known?.acknowledged !== null && known !== null && !holds(known.acknowledged, found, moment.now);
  const acknowledged = lapsed ? null : (known?.acknowledged ?? null);
  const silence = moment.silenceOf(found);
  const finding = told(found, known, { acknowledged, silence, now: moment.now });
  const sightings = moment.damped ? [...(known?.sightings ?? []), true].slice(-3) : (known?.sightings ?? []);
  const flapping = moment.damped && !moment.shown && found.severity !== 'CRITICAL' && count(sightings) < 2;
  // An acknowledgement that has run out was a promise to look again by then.
  const before =
    lapsed && !isWorse(found.severity, known.acknowledged?.severity ?? null) ? null : (known?.told ?? null);
  const suspect = moment.watch !== null && isSuspect(persisting, known);
  const clear_at = known ? known.clear_at : (moment.watch?.previous ?? null);
  const next = { finding, acknowledged, sightings, suspect, persisting, clear_at, misses: 0 };
  const told_at = known?.told_at ?? null;
  if (acknowledged || silence || flapping || suspect) return { ...next, told: before, told_at };
  if (before === null) news.opened.push(finding);
  else if (isWorse(found.severity, before)) news.worsened.push(finding);
  else return { ...next, told: before, told_at };
  return { ...next, told: found.severity, told_at: told_at ?? moment.told_at };
}

/** A watch believes what it sees for the second time in a row, of the same processes. */
function isSuspect(persisting: Persisting | null, known: Standing | null): boolean {
  if (known === null) return true;
  if (!known.suspect || persisting === null) return false;
  const stay = persisting.ids.filter((id) => known.persisting?.ids.includes(id));
  return stay.length <= persisting.more_than;
}

/** @returns what is left to watch; null: it is resolved */
function missed(each: Standing, { sight, damped, watch }: Moment): Standing | null {
  if (!couldSee(each.finding, sight)) return each;
  if (watch && each.told !== null && each.misses === 0) return { ...each, misses: 1 };
  if (!damped || each.finding.severity === 'CRITICAL') return null;
  const sightings = [...each.sightings, false].slice(-3);
  // What comes and goes is over when two scans in a row have missed it.
  const flapping = sightings.slice(-2).includes(true);
  return flapping ? { ...each, sightings } : null;
}

function told(
  found: Omit<Found, 'persisting'>,
  known: Standing | null,
  {
    acknowledged,
    silence,
    now,
  }: { acknowledged: Acknowledgement | null; silence: Silence | null; now: string },
): Finding {
  const times = { clear_at: known?.clear_at ?? null, told_at: known?.told_at ?? null };
  const evidence = {
    ...found.evidence,
    ...(times.clear_at === null ? {} : { watched: times }),
    ...(acknowledged ? { acknowledged: publicPart(acknowledged) } : {}),
    ...(silence ? { silenced: { ...silence } } : {}),
  };
  const status = acknowledged ? 'acknowledged' : known ? 'ongoing' : 'new';
  return { ...found, evidence, status, first_seen: known?.finding.first_seen ?? now };
}

/** The finding as the next audit will tell it, if it finds it unchanged. @param now ISO instant */
export function asAcknowledged({ finding, acknowledged }: Standing, now: string): Finding {
  if (!acknowledged || !holds(acknowledged, finding, now)) {
    return { ...finding, status: finding.status === 'acknowledged' ? 'ongoing' : finding.status };
  }
  const evidence = { ...finding.evidence, acknowledged: publicPart(acknowledged) };
  return { ...finding, evidence, status: 'acknowledged' };
}

function publicPart({ by, reason, until }: Acknowledgement) {
  return { by, reason, until };
}

function holds({ until, severity }: Acknowledgement, found: Pick<Found, 'severity'>, now: string): boolean {
  return until > now && !isWorse(found.severity, severity);
}

function isWorse(one: Severity, other: Severity | null): boolean {
  return other === null || severities.indexOf(one) < severities.indexOf(other);
}

function count(sightings: readonly boolean[]): number {
  return sightings.filter(Boolean).length;
}
