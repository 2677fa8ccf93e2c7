import { quotable } from '../../../text/observed-text.ts';
import type { Job } from '../../../facts/job.ts';
import type { Problem } from './unit-problem.ts';
import { exitText } from './unit-problem.ts';

/**
 * Why a launchd job without a process should have one, or null. The exit status of an earlier run (-9, -15) says nothing
 * about a job that runs. A job that ended well waits for its schedule or demand, unless KeepAlive applies
 * (launchd.plist(5)): then launchd would have restarted it.
 */
export function launchdProblem({ pid, last_exit, state, launchd }: Job): Problem | null {
  if (pid !== null) return null;
  const told = state === null ? '' : `, state ${quotable(state, 60)}`;
  const reason = launchd?.exit_reason ? `, reason ${quotable(launchd.exit_reason, 60)}` : '';
  const runs = launchd?.runs ? `, started ${launchd.runs === 1 ? 'once' : `${launchd.runs} times`}` : '';
  const cure = 'Read the log that its plist names, then start it.';
  if (launchd?.spawn_failed === true)
    return {
      is: 'has failed',
      since: `cannot be started by launchd${told}${reason}`,
      cure: 'Check that the program in its plist exists, is executable and is signed, then start it.',
      expected: 'running',
      actual: 'spawn failed',
    };
  if (last_exit !== null && last_exit !== 0)
    return {
      is: 'has failed',
      since: `has no process, and its last run ended with ${exitText(last_exit)}${told}${reason}${runs}`,
      cure,
      expected: 'running, or ended normally',
      actual: exitText(last_exit),
    };
  if (!isKept(launchd?.keep_alive ?? null, last_exit)) return null;
  const last = last_exit === null ? 'it has never ended' : `its last run ended with ${exitText(last_exit)}`;
  return {
    is: 'is down',
    since: `has no process, though its KeepAlive asks for one; ${last}${told}${runs}`,
    cure,
    expected: 'running',
    actual: state === null ? 'no process' : quotable(state, 60),
  };
}

/** Does KeepAlive require a process after such an exit? Each of these also starts the job when it is loaded. */
function isKept(keep: NonNullable<Job['launchd']>['keep_alive'], last_exit: number | null): boolean {
  if (keep === 'on failure') return last_exit === null;
  return keep === 'always' || keep === 'on success';
}
