import type { Job } from '../../../facts/job.ts';
import { epochMs } from '../../../time/instant.ts';

/** Its manager has restarted it this often … */
export const OFTEN = 3;
/** … the last time within this time. */
export const LATELY_SECONDS = 600;
/** launchd counts every start, including deployments and kickstarts; it waits 10 s between starts of a job that dies. */
const OFTEN_WITH_DEPLOYMENTS = 10;
const OFTEN_AND_CLEAN = 100;

/** `age_seconds`: how long the current run has lasted; null if nothing runs now. */
export type JobLoop = { starts: number; age_seconds: number | null };

/**
 * Does a job keep restarting?
 * @param age_seconds of the job's process, from the process table (ageOfJob)
 */
export function loopOf(job: Job, age_seconds: number | null): JobLoop | null {
  return job.manager === 'systemd' ? unitLoop(job) : launchdLoop(job, age_seconds);
}

function unitLoop({ unit, restarts, result }: Job): JobLoop | null {
  if (!unit || restarts === null || restarts < OFTEN) return null;
  if (!['active', 'activating', 'reloading'].includes(unit.active)) return null;
  // A clean exit and a restart minutes later is a makeshift schedule, not a loop.
  const slow = /\d(?:min|h|d|w|month|y)\b/.test(unit.restart_delay ?? '');
  if (slow && result === 'success' && unit.restart !== 'on-failure') return null;
  if (unit.sub.startsWith('auto-restart')) return { starts: restarts, age_seconds: null };
  const age = (epochMs(unit.asked_at ?? '') - epochMs(unit.started_at ?? unit.changed_at ?? '')) / 1000;
  return age <= LATELY_SECONDS ? { starts: restarts, age_seconds: Math.max(0, age) } : null;
}

function launchdLoop({ pid, last_exit, state, launchd }: Job, age_seconds: number | null): JobLoop | null {
  const starts = launchd?.runs ?? 0;
  if (!launchd || starts < OFTEN_WITH_DEPLOYMENTS) return null;
  if (pid === null) {
    // launchd's code (EX_CONFIG) for a program that it cannot start: it never runs, so it never ends
    if (launchd.spawn_failed || last_exit === 78) return null;
    const again = launchd.keep_alive !== null || state === 'spawn scheduled';
    const due = launchd.keep_alive !== 'on failure' || last_exit !== 0;
    return again && due ? { starts, age_seconds: null } : null;
  }
  if (age_seconds === null) return null;
  if (age_seconds <= LATELY_SECONDS && endsByItself(last_exit)) return { starts, age_seconds };
  const often = starts >= OFTEN_AND_CLEAN && age_seconds <= 60;
  return often && launchd.keep_alive !== null ? { starts, age_seconds } : null;
}

/** Deployments end a job by SIGHUP, SIGINT, SIGKILL or SIGTERM; shells add 128 to a signal's number. */
function endsByItself(last_exit: number | null): boolean {
  if (last_exit === null || last_exit === 0) return false;
  const signal = last_exit < 0 ? -last_exit : last_exit - 128;
  return ![1, 2, 9, 15].includes(signal);
}
