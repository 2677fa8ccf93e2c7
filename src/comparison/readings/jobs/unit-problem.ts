import { quotable } from '../../../text/observed-text.ts';
import type { Job } from '../../../facts/job.ts';
import type { Unit, UnitState } from '../../../facts/unit.ts';
import { epochMs, humanDuration } from '../../../time/instant.ts';
import { listed } from '../../sentences.ts';

/** What is wrong with a job. In the sentence, `is` follows the service's place, and `since` the job's name. */
export type Problem = { is: string; since: string; cure: string; expected: string; actual: string };

/** A start or stop that takes longer is stuck. */
const LONG_MS = 600_000;

/**
 * Why a unit does not do its work, or null. systemd itself judges which exits are good (SuccessExitStatus=, a requested
 * stop). Some units may be inactive: a oneshot that ended, and units that a timer, socket, path, the message bus or
 * another unit's end starts (systemd.unit(5)).
 */
export function unitProblem(job: Job): Problem | null {
  const { unit } = job;
  if (!unit) return null;
  if (unit.active === 'failed') return ended(job, unit);
  if (unit.sub.startsWith('auto-restart')) return job.result === 'success' ? null : ended(job, unit);
  if (unit.active === 'activating' || unit.active === 'deactivating') return stuck(unit);
  const own = unit.active === 'inactive' ? inactive(unit) : null;
  if (own) return own;
  if (unit.kind === 'timer' && unit.sub === 'elapsed' && unit.recurs)
    return problem(
      unit,
      `waits for an earlier run that did not happen: it is ${stateText(unit)}, and starts nothing`,
    );
  return problemOfTriggered(unit);
}

/** `inactive (dead)`, in systemd's own words. */
export function stateText({ active, sub }: UnitState): string {
  return quotable(`${active} (${sub})`, 60);
}

function problem(unit: Unit, since: string, over: Partial<Problem> = {}): Problem {
  const cure = `Read ${logOf(unit)}, then start it.`;
  return { is: 'is down', since, cure, expected: 'active', actual: stateText(unit), ...over };
}

function ended({ last_exit, result, restarts }: Job, unit: Unit): Problem {
  const state = `, state ${stateText(unit)}`;
  const outcome = result === null ? '' : `, result ${quotable(result, 40)}`;
  const again = restarts ? `, restarted ${restarts === 1 ? 'once' : `${restarts} times`} by itself` : '';
  return problem(
    unit,
    `has no process, and its last run ended with ${exitText(last_exit)}${state}${outcome}${again}`,
    { is: 'has failed', expected: 'running, or ended normally', actual: exitText(last_exit) },
  );
}

/** `status 1`, `signal 9`. */
export function exitText(exit: number | null): string {
  if (exit === null) return 'an unknown status';
  return exit < 0 ? `signal ${-exit}` : `status ${exit}`;
}

/** A oneshot counts as starting while it works. */
function stuck(unit: Unit): Problem | null {
  if (unit.active === 'activating' && unit.type === 'oneshot') return null;
  const took = epochMs(unit.asked_at ?? '') - epochMs(unit.changed_at ?? '');
  if (!(took > LONG_MS)) return null;
  const doing = unit.active === 'activating' ? 'starting' : 'stopping';
  return problem(unit, `has been ${doing} for ${humanDuration(took / 1000)}: it is ${stateText(unit)}`);
}

function inactive(unit: Unit): Problem | null {
  if (unit.assertion_met === false)
    return problem(
      unit,
      'did not start: an Assert line of its unit file was not met',
      linesOf(unit, 'Assert'),
    );
  const silent = unit.triggered_by.filter(({ active }) => active === 'inactive' || active === 'failed');
  if (unit.triggered_by.length > silent.length || unit.reacts_to.length > 0 || unit.bus_starts_it)
    return null;
  const states = silent.map((each) => `${quotable(each.id, 80)} is ${stateText(each)}`);
  const start = { is: 'is not started by anything', cure: `Start ${listed(silent.map(({ id }) => id))}.` };
  if (silent.length > 0) return problem(unit, `is ${stateText(unit)}, and ${listed(states)}`, start);
  if (unit.type === 'oneshot' && !unit.remain_after_exit) return null;
  if (unit.condition_met === false)
    return problem(
      unit,
      'was skipped: a Condition line of its unit file was not met',
      linesOf(unit, 'Condition'),
    );
  return problem(unit, `is ${stateText(unit)}, and nothing will start it`, {
    is: byKind[unit.kind] ?? 'is down',
  });
}

const byKind: Record<string, string> = {
  timer: 'is not scheduled',
  socket: 'is not listening',
  path: 'is not watching',
  mount: 'is not mounted',
  automount: 'is not mounted',
};

function linesOf({ id }: Unit, what: string): Partial<Problem> {
  return { cure: `Read its ${what} lines (\`systemctl cat ${id}\`), then start it.` };
}

/** A timer, socket or path is only as good as the unit that it starts. */
function problemOfTriggered(unit: Unit): Problem | null {
  const lost = unit.triggers.find(({ load }) => load !== 'loaded' && load !== '');
  if (lost)
    return problem(
      unit,
      `starts ${quotable(lost.id, 80)}, which systemd cannot load (${quotable(lost.load, 40)})`,
      {
        is: 'cannot be started',
        cure: `Fix the file of ${lost.id}, then run \`systemctl daemon-reload\`.`,
        actual: quotable(lost.load, 40),
      },
    );
  const failed = unit.triggers.find(({ active }) => active === 'failed');
  if (!failed) return null;
  const result = quotable(failed.result ?? 'unknown', 40);
  return problem(unit, `started ${quotable(failed.id, 80)}, whose last run failed (result ${result})`, {
    is: 'has failed',
    cure: `Read ${logOf(failed)}, then start ${failed.id}.`,
    expected: 'a last run that ended normally',
    actual: stateText(failed),
  });
}

function logOf({ id }: UnitState): string {
  return `\`journalctl -u ${id}\``;
}
