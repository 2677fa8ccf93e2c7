import type { Logger } from 'pino';
import { schedule } from 'node-cron';
import type { Scheduled } from '../report/request.ts';
import type { App } from '../app.ts';
import { lastDue, shortestGap } from '../time/cron-times.ts';
import { epochMs, isoInstant } from '../time/instant.ts';
import { dayIn } from '../time/time-zone.ts';

const HOUR_MS = 3_600_000;
/** A day may have 23 hours. */
const DAY_MS = 23 * HOUR_MS;
/** A scan that could not run is tried again after this. */
const RETRY_MS = 5 * 60_000;
/** A run that comes later than this was missed, not a little late. */
const LATE_MS = 5 * 60_000;

export type ScheduleOptions = {
  /** five or six fields */
  expression: string;
  timezone: string;
  app: Pick<App, 'audit' | 'records'>;
  now: () => number;
  log: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** asked after each scan that ended, so that a dead man's switch hears of a missing one */
  heartbeat: () => Promise<void>;
};

export type Schedule = {
  /** Runs the scan that is due and was not served, if there is one. The timers call it; it never overlaps itself. */
  tick(): Promise<void>;
  stop(): Promise<void>;
};

/**
 * Audits everything when `expression` says so. What was due while the bot was off, asleep or interrupted is made up
 * once. A due time is served when its report is stored: that is what outlives a crash, not a timer.
 */
export function startSchedule(options: ScheduleOptions): Schedule {
  const { expression, timezone, log } = options;
  let running: Promise<void> | null = null;
  let notBefore = 0;
  let stopped = false;

  async function tick(): Promise<void> {
    if (stopped || options.now() < notBefore) return;
    running ??= serve(options)
      .catch((error: unknown) => {
        // The state closes below a scan that a stop cuts off; the next start sees that it had begun.
        if (stopped) return log.info('The stop interrupted a scheduled scan; it runs after the next start');
        notBefore = options.now() + RETRY_MS;
        log.error({ err: error, retry_ms: RETRY_MS }, 'The scheduled scan could not run');
      })
      .finally(() => {
        running = null;
      });
    await running;
  }

  const tasks = [
    schedule(expression, tick, { timezone, noOverlap: true, suppressMissedWarning: true }),
    // A machine that slept, a clock that was set, days that node-cron's expression skips: looked at every minute.
    schedule('* * * * *', tick, { noOverlap: true, suppressMissedWarning: true }),
  ];
  void tick();
  return {
    tick,
    async stop() {
      stopped = true;
      for (const task of tasks) await task.destroy();
    },
  };
}

async function serve({ expression, timezone, app, now, log, heartbeat }: ScheduleOptions): Promise<void> {
  const at = now();
  const due = lastDue(expression, timezone, at);
  if (due === null) return;
  const { due: served, digest, begun } = await app.records.schedule(due);
  // A served time far ahead is one of a clock that was wrong.
  if (served !== null && epochMs(served) >= due && epochMs(served) <= at + HOUR_MS) return;
  const dueAt = isoInstant(due);
  const missed = at - due < LATE_MS ? null : ({ due: dueAt, why: 'missed' } as const);
  const scheduled: Scheduled = {
    due: dueAt,
    report: isFull(shortestGap(expression, timezone, at), digest, at, timezone) ? 'full' : 'changes',
    damped: shortestGap(expression, timezone, at) < HOUR_MS,
    late: begun === dueAt ? { due: dueAt, why: 'interrupted' } : missed,
  };
  if (scheduled.late) log.warn({ ...scheduled.late }, 'Running a missed scan now');
  await app.records.scanBegins(dueAt);
  const request = { trigger: 'schedule', service: null, machine: null, only: 'all', scheduled } as const;
  const report = await app.audit(request, () => {});
  log.info({ audit: report.id, verdict: report.verdict, due: dueAt }, 'The scheduled scan has ended');
  await heartbeat();
}

/** Schedules of once a day and less report everything; others the first time of each day, by the schedule's own zone. */
function isFull(gap: number, digest: string | null, now: number, timezone: string): boolean {
  if (gap >= DAY_MS || digest === null) return true;
  return dayIn(timezone, epochMs(digest)) !== dayIn(timezone, now);
}
