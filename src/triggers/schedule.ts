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
/** A scan that could not run is retried after this time. */
const RETRY_MS = 5 * 60_000;
/** A later run counts as missed, not just late. */
const LATE_MS = 5 * 60_000;

export type ScheduleOptions = {
  /** five or six fields */
  expression: string;
  timezone: string;
  app: Pick<App, 'audit' | 'records'>;
  now: () => number;
  log: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** called after each finished scan, for a dead man's switch */
  heartbeat: () => Promise<void>;
};

export type Schedule = {
  /** Runs a scan if one is due and not served. Called by the timers; it never overlaps itself. */
  tick(): Promise<void>;
  stop(): Promise<void>;
};

/**
 * Audits everything on the schedule of `expression`. Runs that were missed while the bot was off, asleep or interrupted are
 * replaced by one. A due time is served once its report is stored, which survives a crash, unlike a timer.
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
        // A stop closes the state during a scan; the next start sees that the scan had begun.
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
    // Checked every minute, for machines that slept, changed clocks, and days that node-cron skips.
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
  // A served time far in the future comes from a wrong clock.
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

/** Daily or rarer schedules report everything; others only in the first run of each day, in the schedule's time zone. */
function isFull(gap: number, digest: string | null, now: number, timezone: string): boolean {
  if (gap >= DAY_MS || digest === null) return true;
  return dayIn(timezone, epochMs(digest)) !== dayIn(timezone, now);
}
