import type { Service } from '../../../inventory/manifest.ts';
import type { Container } from '../../../facts/container.ts';
import type { ServiceDeviation } from '../../rule.ts';
import { epochMs, isoInstant } from '../../../time/instant.ts';
import { containersOf } from '../../readings/containers/containers-of.ts';
import { endOf, latestOf } from '../../readings/containers/run-to-completion.ts';
import type { ServiceGap, ServiceJudgement, ServiceRule, Situation } from '../../rule.ts';
import { advised, place, restartAdvice } from '../../sentences.ts';
import { tooFewTasks } from '../../readings/containers/swarm-tasks.ts';

/**
 * Every container of the service runs, and as many swarm tasks as wanted. A container that keeps restarting is a restart
 * loop; one that finished its work, or belongs to an old swarm task, need not run. Where that is not known, it is a gap.
 */
export const containerNotRunning: ServiceRule = {
  name: 'container-not-running',
  types: ['container_not_running'],
  when: 'watch',
  judgeService,
};

function judgeService(situation: Situation, service: Service): ServiceJudgement {
  const containers = containersOf(situation, service)?.containers ?? [];
  const own = containers.filter(({ swarm }) => swarm === null);
  const judged = service.run === 'once' ? latestOf(containers) : own;
  const ended = judged.filter((container) => !isUp(container));
  const down = ended.filter((container) => endOf(service, container) === 'down');
  const unclear = ended.filter((container) => endOf(service, container) === 'unclear');
  return {
    deviations: [
      ...down.map((container) => deviationOf(service, container)),
      ...tooFewTasks(situation, service, containers),
    ],
    gaps: unclear.map(gapOf),
  };
}

function gapOf({ name, restart_policy }: Container): ServiceGap {
  return {
    of: 'containers',
    fact: `whether container ${name} should run`,
    detail: `it ended with exit code 0 under the restart policy ${restart_policy}. Write run: once if it runs to its end, else give it the policy unless-stopped`,
  };
}

function isUp({ state }: Container): boolean {
  return state === 'running' || state === 'restarting';
}

function deviationOf(service: Service, container: Container): ServiceDeviation {
  const { name, engine, state, exit_code, finished_at, oom_killed } = container;
  const once = service.run === 'once';
  const act =
    state === 'paused'
      ? 'It is paused: unpause it.'
      : `Read its log (${engine} logs ${name}), then ${once ? 'run it again' : 'start it'}.`;
  const what = once ? 'did not finish its work' : 'does not run';
  return {
    type: 'container_not_running',
    property: `container ${name}`,
    ...advised(
      `${place(service)} ${what}: its container ${name} is ${state}${ending(container)}.`,
      restartAdvice(service, act),
    ),
    expected: once ? 'ended with exit code 0' : 'running',
    actual: state,
    affects: { container: name },
    evidence: { container: name, state, exit_code, finished_at, oom_killed },
  };
}

function ending({ state, exit_code, finished_at, oom_killed }: Container): string {
  if (state === 'paused') return '';
  if (state === 'created' || state === 'initialized' || state === 'configured')
    return ': created, never started';
  const code = exit_code === null ? '' : ` with exit code ${exit_code}`;
  // The kernel may also have killed one of its processes, long before the container ended for another reason.
  const whose = exit_code === 137 ? '' : 'after a process of it was ';
  const memory = oom_killed ? `, ${whose}OOM-killed` : '';
  const at = finished_at === null ? '' : ` since ${isoInstant(epochMs(finished_at)).slice(0, 16)}Z`;
  return `${at}${code}${memory}`;
}
