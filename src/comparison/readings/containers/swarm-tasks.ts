import type { Service } from '../../../inventory/manifest.ts';
import { quotable } from '../../../text/observed-text.ts';
import type { Container } from '../../../facts/container.ts';
import type { ServiceDeviation } from '../../rule.ts';
import { swarmTasks } from './containers-of.ts';
import { machineOf } from '../../rule.ts';
import type { Situation } from '../../rule.ts';
import { advised, place, restartAdvice } from '../../sentences.ts';
import { counted } from '../../../text/counted.ts';

/**
 * A swarm keeps the containers of ended tasks, so only running ones are counted: against what the manager wants on all
 * nodes, else against one on this machine. `instances` of the manifest are counted by process-missing.
 */
export function tooFewTasks(
  situation: Situation,
  service: Service,
  containers: readonly Container[],
): ServiceDeviation[] {
  const tasks = containers.filter(({ swarm }) => swarm !== null);
  const [first] = tasks;
  if (!first?.swarm) return [];
  const here = tasks.filter(({ state }) => state === 'running').length;
  const manager = swarmTasks(situation, service);
  if (service.run === 'once' || manager?.job === true) return [];
  // They may all run on other nodes: container-missing says so.
  if (here === 0 && unreadSwarm(situation, service) !== null) return [];
  // Scaled to zero, it still differs from the manifest.
  const wanted = Math.max(1, manager?.wanted ?? 1);
  const running = manager?.running ?? here;
  if (running >= wanted) return [];
  const name = quotable(first.swarm.service, 100);
  const where = manager ? '' : ' here';
  const act = `See why: docker service ps --no-trunc ${name}`;
  return [
    {
      type: 'container_not_running',
      property: 'tasks of the swarm',
      ...advised(
        `${place(service)} ${running === 0 ? 'does not run' : 'runs in part'}: ${running} of ${counted(wanted, 'task')} of the swarm service ${name} run${where}.`,
        restartAdvice(service, act),
      ),
      expected: counted(wanted, 'task'),
      actual: counted(running, 'task'),
      evidence: { swarm_service: first.swarm.service, running, wanted, running_here: here },
    },
  ];
}

/** Why nobody told how many tasks the service has on all nodes; null if somebody did, or the machine is of no swarm. */
export function unreadSwarm(situation: Situation, service: Service): string | null {
  const fact = machineOf(situation, service)?.facts.containers;
  const why = fact?.ok ? fact.value.swarm_unread : undefined;
  return why === undefined || swarmTasks(situation, service) !== null ? null : why;
}
