import { severities } from '../../src/findings/severity.ts';
import { epochMs } from '../../src/time/instant.ts';

/** The layers of a chart from the bottom up, most important first. */
export const layers = [...severities, 'unknown'] as const;
export type Counts = Record<(typeof layers)[number], number>;

/** An audit as the history stores it. */
export type Audit = { at: string; trigger: string; whole: boolean; counts: Counts };
/** A service as the history stores it: its findings after each change, and when it was last seen. */
export type ServicePast = {
  at: string;
  changes: { at: string; counts: readonly [number, number, number, number] }[];
};
export type Point = { at: string; counts: Counts };

export type Span = { from: number; until: number };
/** All times in ms since the epoch. Steps and gaps together fill the time from the first look to the last. */
export type Chart = Span & {
  /** what was found, until the next audit found something else */
  steps: (Span & { counts: Counts })[];
  /** times in which the schedule was not kept, so nothing was observed */
  gaps: Span[];
  /** when audits ran */
  looks: number[];
  newest: Counts;
};

const AUDITS = 100;
/** A healthy bot is late by seconds. An audit later than 1.5 intervals means that a scan was missed. */
const LATE = 1.5;

/** The full audits that are shown, oldest first. */
export function shownAudits(audits: readonly Audit[]): Audit[] {
  return inOrder(audits.filter(({ whole }) => whole)).slice(-AUDITS);
}

/** Each change in a service's findings, oldest first. */
export function shownChanges({ changes }: ServicePast): Point[] {
  return inOrder(changes).map(({ at, counts: [CRITICAL, HIGH, LOW, unknown] }) => ({
    at,
    counts: { CRITICAL, HIGH, LOW, unknown },
  }));
}

/** The full audits as a chart; null if there are none. */
export function fleetChart(audits: readonly Audit[]): Chart | null {
  const points = shownAudits(audits);
  return chartOf(points, gapsBetween(points.map(timeOf), audits), points.map(timeOf));
}

/** One service's findings as a chart; null if it was never audited. */
export function serviceChart(past: ServicePast, audits: readonly Audit[]): Chart | null {
  const points = shownChanges(past);
  const [first] = points;
  if (!first) return null;
  const whole = audits.filter((audit) => audit.whole).map(timeOf);
  const seen = [...whole, ...points.map(timeOf), timeOf(past)];
  const last = Math.max(timeOf(past), ...points.map(timeOf));
  const looks = inTime(seen).filter((at) => at >= timeOf(first) && at <= last);
  // Changes older than the oldest stored audit come from audits that are no longer stored.
  const oldest = Math.min(...whole);
  return chartOf(
    points,
    gapsBetween(
      looks.filter((at) => at >= oldest),
      audits,
    ),
    looks,
  );
}

function chartOf(points: readonly Point[], gaps: Span[], looks: number[]): Chart | null {
  const [first] = points;
  const last = points.at(-1);
  if (!first || !last) return null;
  const until = looks.at(-1) ?? timeOf(last);
  const steps = points.flatMap((point, index) => {
    const next = points[index + 1];
    const span = { from: timeOf(point), until: next ? timeOf(next) : until };
    // Of two audits at the same instant, the later one counts.
    if (next && span.from === span.until) return [];
    // The last audit's result is drawn even if the gap before it fills the whole time.
    const parts = without(span, gaps);
    if (!next && parts.at(-1)?.until !== until) parts.push({ from: until, until });
    return parts.map((part) => ({ ...part, counts: point.counts }));
  });
  return { from: timeOf(first), until, steps, gaps, looks, newest: last.counts };
}

/** The times between two audits that are too far apart for the schedule, from when the next one was due. */
function gapsBetween(looks: number[], audits: readonly Audit[]): Span[] {
  const [first = 0] = looks;
  const scheduled = inTime(audits.filter(({ trigger }) => trigger === 'schedule').map(timeOf));
  const usual = median(distances(scheduled.filter((at) => at >= first)));
  if (usual === null) return [];
  return looks.slice(1).flatMap((until, index) => {
    const from = (looks[index] ?? until) + usual;
    return until - from > usual * (LATE - 1) ? [{ from, until }] : [];
  });
}

function without(span: Span, gaps: readonly Span[]): Span[] {
  const parts: Span[] = [];
  let { from } = span;
  for (const gap of gaps) {
    if (gap.until <= span.from || gap.from >= span.until) continue;
    if (gap.from > from) parts.push({ from, until: gap.from });
    from = Math.max(from, gap.until);
  }
  if (from < span.until) parts.push({ from, until: span.until });
  return parts;
}

function distances(times: number[]): number[] {
  return times.slice(1).map((time, index) => time - (times[index] ?? time));
}

function median(numbers: number[]): number | null {
  const sorted = numbers.filter((number) => number > 0).toSorted((one, other) => one - other);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
}

function inTime(times: number[]): number[] {
  return [...new Set(times)].toSorted((one, other) => one - other);
}

function inOrder<Entry extends { at: string }>(entries: readonly Entry[]): Entry[] {
  return entries.toSorted((one, other) => timeOf(one) - timeOf(other));
}

function timeOf({ at }: { at: string }): number {
  return epochMs(at);
}
