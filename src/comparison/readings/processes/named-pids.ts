import type { Service } from '../../../inventory/manifest.ts';
import { ownPorts } from '../../../inventory/own-ports.ts';
import type { Job } from '../../../facts/job.ts';
import { lineage } from '../../../facts/process-tree.ts';
import type { Tree } from '../../../facts/process-tree.ts';
import type { Situation } from '../../rule.ts';

export { livingProcess } from '../../../facts/lock-holder.ts';

/** The job of a service, if its manager was read. */
export function jobOf(situation: Situation, service: Service): Job | null {
  const fact = situation.observations.machines[service.machine]?.facts.jobs;
  const observed = fact?.ok ? fact.value[service.name] : undefined;
  return observed?.ok ? observed.value : null;
}

/** The pids that listen on the ports of a service's endpoints on this machine. */
export function endpointPids(situation: Situation, service: Service): number[] {
  const table = situation.observations.machines[service.machine]?.facts.listeners;
  const machine = situation.machines.find(({ name }) => name === service.machine);
  if (!table?.ok || !machine) return [];
  const ports = ownPorts(service, machine);
  return table.value.flatMap(({ port, pid }) => (pid !== null && ports.includes(port) ? [pid] : []));
}

/**
 * Does a process belong to a tree: in it, below it, or above it (a wrapper, a supervisor)?
 * @param parents of the whole table (parentsOf)
 */
export function isOfTree(parents: ReadonlyMap<number, number>, tree: Tree, pid: number): boolean {
  const members = new Set(tree.members.map((member) => member.pid));
  if (lineage(pid, parents).some((above) => members.has(above))) return true;
  return pid !== 1 && lineage(tree.root.pid, parents).includes(pid);
}
