import { Cron } from 'croner';

// node-cron fires the schedule, but does not tell when an expression was due before: a missed run and an open
// maintenance window are about that. Pure: time comes in.

const RUNS_COMPARED = 8;

/** The last time that `expression` was due, up to and including `at`; null: never. All in ms since the epoch. */
export function lastDue(expression: string, timezone: string, at: number): number | null {
  // croner looks strictly before its reference
  const [due] = cronOf(expression, timezone).previousRuns(1, new Date(at + 1));
  return due?.getTime() ?? null;
}

/** The next time that `expression` is due after `at`; null: never. All in ms since the epoch. */
export function nextDue(expression: string, timezone: string, at: number): number | null {
  return cronOf(expression, timezone).nextRun(new Date(at))?.getTime() ?? null;
}

/** The shortest time in ms between two of the next runs; Infinity where there is but one. */
export function shortestGap(expression: string, timezone: string, at: number): number {
  const runs = cronOf(expression, timezone)
    .nextRuns(RUNS_COMPARED, new Date(at))
    .map((run) => run.getTime());
  return Math.min(Number.POSITIVE_INFINITY, ...runs.slice(1).map((run, index) => run - (runs[index] ?? 0)));
}

/** Can it be read here? node-cron's own check is the other half. */
export function isReadable(expression: string): boolean {
  try {
    cronOf(expression, 'UTC');
    return true;
  } catch {
    return false;
  }
}

/** Where day of month and day of week are both given either counts, as crontab(5) has it. */
function cronOf(expression: string, timezone: string): Cron {
  // node-cron takes whole names (Sunday), croner their first three letters
  const short = expression.startsWith('@') ? expression : expression.replaceAll(/\b([a-z]{3})[a-z]+/gi, '$1');
  return new Cron(short, { timezone, paused: true, domAndDow: false });
}
