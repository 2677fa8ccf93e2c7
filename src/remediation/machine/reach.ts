import { attribute } from '../../comparison/readings/processes/table-instances.ts';
import { lineage, parentsOf } from '../../facts/process-tree.ts';
import type { Reprobed } from './reprobed.ts';

/** The command lines that run below these processes, and the neighbours that own these processes or containers. */
export function reach(
  { facts, service, neighbours }: Reprobed,
  pids: readonly number[],
  names: readonly string[],
): { commands: string[]; shared: string[] } {
  const table = facts.processes?.ok ? facts.processes.value : null;
  const parents = parentsOf(table?.processes ?? []);
  const below = (table?.processes ?? []).filter(({ pid }) =>
    lineage(pid, parents).some((each) => pids.includes(each)),
  );
  const touched = new Set([...pids, ...below.map(({ pid }) => pid)]);
  const attributed = table ? attribute(table, [service, ...neighbours]) : null;
  const shared = neighbours.filter(({ name }) => {
    const trees = attributed?.get(name)?.trees ?? [];
    if (trees.some(({ members }) => members.some(({ pid }) => touched.has(pid)))) return true;
    const containers = facts.containers?.ok ? (facts.containers.value.services[name] ?? []) : [];
    if (containers.some((container) => names.includes(container.name))) return true;
    const job = facts.jobs?.ok ? facts.jobs.value[name] : undefined;
    return (
      job?.ok === true && [job.value.pid, ...job.value.pids].some((pid) => pid !== null && touched.has(pid))
    );
  });
  return { commands: below.map(({ command }) => command), shared: shared.map(({ name }) => name) };
}
