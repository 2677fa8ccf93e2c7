import type { Service } from '../../../inventory/manifest.ts';
import type { Process } from '../../../facts/process.ts';
import { controlGroup } from '../../../facts/control-group.ts';
import { instancesOn } from './instances.ts';
import { jobOf } from './named-pids.ts';
import { lineage, parentsOf, treesOf } from '../../../facts/process-tree.ts';
import type { Situation } from '../../rule.ts';
import { isOwnUnit } from '../jobs/unit-owners.ts';

/**
 * `same`: one process tree. `different`: two. `gone`: one process has ended, so it was replaced between the two answers.
 * `unclear`: not known. `incomparable`: the pids are not of this machine's pid namespace.
 */
type Kinship = 'same' | 'different' | 'gone' | 'unclear' | 'incomparable';

/** Do two answers come from processes of one instance? A master's workers have pids of their own. */
export function kinshipOf(situation: Situation, service: Service, one: number, other: number): Kinship {
  // A container has its own pids; two of its workers would look like two containers, which other rules count.
  if (service.docker_service !== null) return 'incomparable';
  if (one === other) return 'same';
  const table = situation.observations.machines[service.machine]?.facts.processes;
  const found = instancesOn(situation, service.machine, service);
  if (!table?.ok || !found) return 'incomparable';
  const all = table.value.processes;
  const living = all.filter(({ pid, state }) => (pid === one || pid === other) && state !== 'Z');
  if (living.length === 0) return 'incomparable';
  if (living.length === 1) return 'gone';
  // All processes of one unit, of one job, or of one manager's replicas are one instance.
  const instances = [...found.trees, ...found.beside, ...found.unsure].filter(({ claimed }) => !claimed);
  const holds = (pids: readonly number[]) => living.every(({ pid }) => pids.includes(pid));
  if (instances.some(({ members }) => holds(members.map(({ pid }) => pid)))) return 'same';
  if (holds(jobOf(situation, service)?.pids ?? []) || shareUnit(service, living)) return 'same';
  const matched = instances.flatMap(({ members }) => members);
  if (joined(matched, living, all)) return 'same';
  const own = living.filter(({ pid }) => matched.some((member) => member.pid === pid)).length;
  if (own === 2) return 'different';
  // They may be workers of a master with another name, or two services of one supervisor.
  if (own === 0 || shareParent(all, one, other)) return 'unclear';
  return 'different';
}

/** Are both in the control group of the service's unit, or of one container? */
function shareUnit(service: Service, living: Process[]): boolean {
  const groups = living.map(({ cgroup }) => controlGroup(cgroup));
  const [one] = groups;
  if (!one || groups.some((group) => group?.key !== one.key)) return false;
  return one.kind === 'container' || isOwnUnit(one, service);
}

function joined(matched: Process[], living: Process[], all: readonly Process[]): boolean {
  const each = new Map([...matched, ...living].map((process) => [process.pid, process]));
  const trees = treesOf([...each.values()], all);
  return trees.some(({ members }) => living.every(({ pid }) => members.some((member) => member.pid === pid)));
}

/** Is the parent of one an ancestor of the other too? Init does not count. */
function shareParent(all: readonly Process[], one: number, other: number): boolean {
  const parents = parentsOf(all);
  const under = (child: number, relative: number) => {
    const parent = parents.get(child) ?? 0;
    return parent > 1 && lineage(relative, parents).includes(parent);
  };
  return under(one, other) || under(other, one);
}
