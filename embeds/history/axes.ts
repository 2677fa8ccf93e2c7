import { wallClock, zoneOffset } from '../../src/time/time-zone.ts';
import type { Span } from './chart.ts';

export type TimeTick = { at: number; label: string; below: string };

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12].map((count) => count * HOUR),
  ...[1, 2, 4, 7, 14, 28, 56, 112, 224, 448, 896, 1792].map((count) => count * DAY),
];
/** 1970 began on a Thursday: weeks begin on Mondays. */
const MONDAY = 4 * DAY;

/**
 * At most `most` times at round hours and days of the time zone. Under the first tick, and where it changes, a second
 * line shows what the label leaves out: the day of an hour, the year of a day. A span of one instant gets one tick.
 */
export function timeTicks({ from, until }: Span, timezone: string, most: number): TimeTick[] {
  if (from === until) return [{ at: from, ...labelOf(from, MINUTE, timezone) }];
  const step = STEPS.find((each) => (until - from) / each <= most - 1) ?? (until - from) / (most - 1);
  const first = Math.ceil((from + zoneOffset(from, timezone) - MONDAY) / step) * step + MONDAY;
  const ticks = Array.from({ length: most + 1 }, (_, index) => instantOf(first + index * step, timezone))
    .filter((at) => at >= from && at <= until)
    .slice(0, most)
    .map((at) => ({ at, ...labelOf(at, step, timezone) }));
  // A span under a minute may hold no round time: then its end is the tick.
  if (ticks.length === 0) return [{ at: until, ...labelOf(until, MINUTE, timezone) }];
  return ticks.map((tick, index) => ({
    ...tick,
    below: tick.below === ticks[index - 1]?.below ? '' : tick.below,
  }));
}

function labelOf(at: number, step: number, timezone: string): { label: string; below: string } {
  const { day, year, clock } = wallClock(at, timezone);
  return step < DAY ? { label: clock, below: day } : { label: day, below: year };
}

/** @param wall local time of the zone, in ms as if it were UTC */
function instantOf(wall: number, timezone: string): number {
  const guess = wall - zoneOffset(wall, timezone);
  // The guess may be on the other side of a clock change.
  return wall - zoneOffset(guess, timezone);
}

/** At most five round whole numbers, from 0 to the first that reaches `peak`. */
export function countTicks(peak: number): number[] {
  let step = 1;
  for (let power = 1; Math.ceil(peak / step) > 4; power *= 10) {
    step = [1, 2, 5, 10].map((digit) => digit * power).find((each) => Math.ceil(peak / each) <= 4) ?? step;
  }
  return Array.from({ length: Math.max(1, Math.ceil(peak / step)) + 1 }, (_, index) => index * step);
}
