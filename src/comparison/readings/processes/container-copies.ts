import type { Service } from '../../../inventory/manifest.ts';
import type { Process } from '../../../facts/process.ts';
import { epochMs } from '../../../time/instant.ts';
import { containersOf } from '../containers/containers-of.ts';
import { controlGroup } from '../../../facts/control-group.ts';
import { bearsName } from '../../../facts/command-line/process-match.ts';
import { lineage, parentsOf } from '../../../facts/process-tree.ts';
import type { Tree } from '../../../facts/process-tree.ts';
import type { Situation } from '../../rule.ts';

/** A running container of a service without a process of the service's name, such as `node server.js`. */
export type NamelessContainer = { name: string; age_seconds: number | null; of_swarm: boolean };

/** The processes between the engine and a container's processes, also for `docker exec`. */
const SHIM = /(?:^|\/)(?:containerd-shim|conmon|docker-containerd-shim)\b/;

/** Does a tree run outside all containers, under the service's name? */
export function runsNatively(situation: Situation, service: Service, machine: string, tree: Tree): boolean {
  const table = situation.observations.machines[machine]?.facts.processes;
  if (service.docker_service === null || !table?.ok) return false;
  if (tree.members.some(({ cgroup }) => controlGroup(cgroup)?.kind === 'container')) return false;
  const above = lineage(tree.root.pid, parentsOf(table.value.processes));
  if (above.some((pid) => isOfContainers(situation, service, machine, table.value.processes, pid)))
    return false;
  return tree.members.some((process) => bearsName(process, service));
}

/**
 * The service's running containers without a process tree.
 * @param trees the service's trees on its own machine
 * @returns null if they were not seen, or it is unclear which ones are meant
 */
export function namelessContainers(
  situation: Situation,
  service: Service,
  trees: readonly Tree[],
): NamelessContainer[] | null {
  if (service.docker_service === null) return [];
  const found = containersOf(situation, service);
  const table = situation.observations.machines[service.machine]?.facts.processes;
  if (!found || !table?.ok) return null;
  const parents = parentsOf(table.value.processes);
  const running = found.containers.filter(({ state, oneoff }) => !oneoff && RUNS.includes(state));
  return running
    .filter(({ pid }) => !trees.some(({ root }) => pid !== null && lineage(root.pid, parents).includes(pid)))
    .map(({ name, started_at, swarm }) => {
      const age = started_at === null ? Number.NaN : (found.now - epochMs(started_at)) / 1000;
      return { name, age_seconds: age >= 0 ? Math.floor(age) : null, of_swarm: swarm !== null };
    });
}

/** A paused process exists too. */
const RUNS: readonly string[] = ['running', 'paused'];

function isOfContainers(
  situation: Situation,
  service: Service,
  machine: string,
  all: readonly Process[],
  pid: number,
): boolean {
  const own = machine === service.machine ? (containersOf(situation, service)?.containers ?? []) : [];
  if (own.some((container) => container.pid === pid)) return true;
  return SHIM.test(all.find((process) => process.pid === pid)?.command ?? '');
}
