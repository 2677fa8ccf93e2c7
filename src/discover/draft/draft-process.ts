import type { Tree } from '../../facts/process-tree.ts';
import { lineage, parentsOf } from '../../facts/process-tree.ts';
import { ManifestFile } from '../../inventory/manifest-file.ts';
import type { Service } from '../../inventory/manifest.ts';
import { resolve } from '../../inventory/resolve.ts';
import type { ProcessTable } from '../../facts/process.ts';
import { quotable } from '../../text/observed-text.ts';
import { entryOf, machineEntry } from './draft-entry.ts';
import type { Draft, DraftService, Line } from './draft-entry.ts';
import { patternsFor } from './process-patterns.ts';

/** Assigns the processes of a table to these services, as an audit does. */
export type Attribute = (
  table: ProcessTable,
  services: readonly Service[],
) => ReadonlyMap<string, { trees: Tree[] }>;

/**
 * Compares the draft's services with the process table as an audit would. If the name matches nothing, the command line is
 * written as `process`, provided that it matches nothing else. If it matches more instances than expected, a comment says
 * so: it may be a second copy. `instances` is written if they can be counted, so that an audit notices a missing service.
 */
export function withProcesses(draft: Draft, table: ProcessTable, attribute: Attribute): Draft {
  const treesIn = (some: Draft) => treesOf(some, table, attribute);
  const first = treesIn(draft);
  const named = draft.services.map((each, at) => {
    if (each.service.docker_service !== null || first[at]?.some(isOf(each, table))) return each;
    return withPattern(each, { ...draft, services: draft.services.toSpliced(at, 1) }, table, treesIn);
  });
  // Copies that one manager keeps count one by one only where `instances` says how many there should be.
  const counted = named.map(withInstances);
  const found = treesIn({ ...draft, services: counted });
  const services = named.map((each, at) => {
    const trees = found[at] ?? [];
    const most = each.service.instances ?? 1;
    if (trees.length > most) return { ...each, above: [...each.above, severalText(trees)] };
    return trees.length === most && trees.every(isOf(each, table)) ? (counted[at] ?? each) : each;
  });
  return { ...draft, services };
}

/** The instances of each drafted service, as an audit would count them. */
function treesOf({ machine, services }: Draft, table: ProcessTable, attribute: Attribute): Tree[][] {
  const value = { machines: { [machine.name]: machineEntry(machine) }, services: services.map(entryOf) };
  const parsed = ManifestFile.safeParse(value);
  const resolved: Service[] = parsed.success ? resolve(parsed.data).manifest.services : [];
  const found = attribute(table, resolved);
  return resolved.map(({ name }) => found.get(name)?.trees ?? []);
}

/** Does it belong to the drafted processes? Processes below the root do. */
function isOf({ service }: DraftService, table: ProcessTable): (tree: Tree) => boolean {
  const parents = parentsOf(table.processes);
  return ({ root, members }) =>
    lineage(root.pid, parents).some((pid) => service.roots.includes(pid)) ||
    members.some(({ pid }) => service.roots.includes(pid));
}

function withPattern(
  each: DraftService,
  others: Draft,
  table: ProcessTable,
  treesIn: (draft: Draft) => Tree[][],
): DraftService {
  const root = table.processes.find(({ pid }) => each.service.roots.includes(pid));
  if (!root) return each;
  const before = treesIn(others);
  for (const value of patternsFor(root.command, each.service.folder)) {
    const told = withLine(each, { field: 'process', value, remark: 'its name is not in the command line' });
    const [own = [], ...rest] = treesIn({ ...others, services: [told, ...others.services] });
    const alone = own.length > 0 && own.every(isOf(each, table));
    if (alone && rest.every((trees, at) => trees.length === before[at]?.length)) return told;
  }
  const why = `the command line of pid ${root.pid} looks like others, so its copies cannot be counted`;
  return { ...each, below: [...each.below, `not written: process: ${why}`] };
}

function withInstances(each: DraftService): DraftService {
  const { instances, docker_service } = each.service;
  if (instances === null || docker_service !== null) return each;
  return withLine(each, { field: 'instances', value: instances, remark: 'reported if none runs' });
}

/** Above its health. */
function withLine(draft: DraftService, line: Line): DraftService {
  const lines = [...draft.lines];
  const at = lines.findIndex(({ field }) => field === 'health_url' || field === 'health');
  lines.splice(at === -1 ? lines.length : at, 0, line);
  return { ...draft, lines };
}

function severalText(trees: readonly Tree[]): string {
  const listed = trees.slice(0, 5).map(({ root }) => `pid ${root.pid} (${quotable(root.command, 60)})`);
  return `TODO: ${trees.length} instances look like it now: ${listed.join(', ')}. Stop the extra copy, or set process to the right one.`;
}
