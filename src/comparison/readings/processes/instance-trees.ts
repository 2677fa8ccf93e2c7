import type { Service } from '../../../inventory/manifest.ts';
import type { Process, ProcessTable } from '../../../facts/process.ts';
import { controlGroup } from '../../../facts/control-group.ts';
import type { ControlGroup } from '../../../facts/control-group.ts';
import { isManager } from '../../../facts/command-line/process-manager.ts';
import { isWrapper } from '../../../facts/command-line/own-code.ts';
import { parseProcess } from '../../../facts/command-line/parse-process.ts';
import { byPidOf, lineage, parentsOf, treesOf } from '../../../facts/process-tree.ts';
import type { Tree } from '../../../facts/process-tree.ts';
import { programOf, sameProgram } from '../../../facts/command-line/program.ts';
import { STRENGTH } from '../../../facts/command-line/strength.ts';
import { isOwnUnit } from '../jobs/unit-owners.ts';

/**
 * Groups a service's processes into instances: by descent, by container, and by a control group of the service.
 * @param matched how surely each process belongs to the service
 */
export function instanceTrees(
  service: Service,
  matched: ReadonlyMap<Process, number>,
  table: ProcessTable,
): Tree[] {
  const trees = treesOf(rootable(service, matched, table), table.processes);
  const joined = new Map<string, Tree[]>();
  const left: Tree[] = [];
  for (const tree of trees) {
    const group = controlGroup(tree.root.cgroup);
    if (group === null || !isWhole(group, service, matched, table)) left.push(tree);
    else joined.set(group.key, [...(joined.get(group.key) ?? []), tree]);
  }
  return [...left, ...[...joined.values()].flatMap((parts) => containerTrees(service, parts, table))];
}

/**
 * What `docker exec` starts in a container is not below its first process. The same program started so is a second copy;
 * a shell, a health check or a migration is part of the container.
 */
function containerTrees(service: Service, parts: readonly Tree[], table: ProcessTable): Tree[] {
  const [first] = parts;
  if (!first || controlGroup(first.root.cgroup)?.kind !== 'container') return [joinedTree(parts)];
  const age = (trees: readonly Tree[]) => Math.max(...trees.map(({ root }) => root.elapsed_seconds ?? -1));
  const entries = Map.groupBy(parts, ({ root }) => entryOf(root, table));
  const [main = [], ...others] = [...entries.values()].toSorted((one, other) => age(other) - age(one));
  const runs = main.flatMap(({ members }) => members);
  const copies = others.filter((started) =>
    started.some(({ members }) => members.some((each) => runs.some((one) => isRun(service, one, each)))),
  );
  const rest = others.filter((each) => !copies.includes(each)).flat();
  return [joinedTree([...main, ...rest]), ...copies.map((started) => joinedTree(started))];
}

/** The process by which a process's container was entered: its first one, or what `docker exec` started. */
function entryOf({ pid, cgroup }: Process, table: ProcessTable): number {
  const byPid = byPidOf(table.processes);
  const key = controlGroup(cgroup)?.key;
  const line = lineage(pid, parentsOf(table.processes));
  const outside = line.findIndex((above) => controlGroup(byPid.get(above)?.cgroup ?? null)?.key !== key);
  return line[outside === -1 ? line.length - 1 : outside - 1] ?? pid;
}

/** Is it the same command, or for a trading service the same program with whatever arguments? */
function isRun(service: Service, one: Process, other: Process): boolean {
  const [first, second] = [parseProcess(one), parseProcess(other)];
  if (first.command.kind === 'none' || second.command.kind === 'none') return false;
  const [its, others] = [programOf(first, service), programOf(second, service)];
  if (sameProgram(its, others, false, false) !== 'same') return false;
  return service.kind === 'trading' ? its.kind !== 'tool' || its.name !== '' : one.command === other.command;
}

/** Joins trees into one instance, with the oldest as its root. */
export function joinedTree(parts: readonly Tree[]): Tree {
  if (parts.length === 1 && parts[0]) return parts[0];
  const [first, ...others] = parts.toSorted(
    (one, other) =>
      (other.root.elapsed_seconds ?? -1) - (one.root.elapsed_seconds ?? -1) || one.root.pid - other.root.pid,
  );
  if (!first) throw new Error('an instance without processes');
  const members = [first, ...others].flatMap((tree) => tree.members);
  const { root, manager } = first;
  return {
    root,
    ...(manager ? { manager } : {}),
    members,
    parts: parts.reduce((sum, part) => sum + (part.parts ?? 1), 0),
  };
}

/**
 * Init is the ancestor of all processes, and a tool in the service's folder may run others: neither joins the processes
 * below it into one instance, unless they run the same program.
 */
function rootable(service: Service, matched: ReadonlyMap<Process, number>, table: ProcessTable): Process[] {
  const all = [...matched.keys()];
  const first = all.find(({ pid }) => pid === 1);
  const without = all.filter((process) => process !== first || isAlike(service, first, all));
  const parents = parentsOf(table.processes);
  const above = new Map<number, number>();
  for (const process of without)
    for (const pid of lineage(process.pid, parents).slice(1))
      above.set(pid, Math.max(above.get(pid) ?? 0, classOf(matched.get(process) ?? 0)));
  return without.filter((process) => (above.get(process.pid) ?? 0) <= classOf(matched.get(process) ?? 0));
}

/** Is init itself the service, with its workers below? */
function isAlike(service: Service, first: Process, all: readonly Process[]): boolean {
  const own = programOf(parseProcess(first), service);
  return all.every(
    (each) => sameProgram(own, programOf(parseProcess(each), service), false, false) === 'same',
  );
}

/** 1: a tool in the service's folder, or with it as working folder; 2: any better evidence. */
function classOf(strength: number): number {
  return strength >= STRENGTH.folder ? 2 : 1;
}

function isWhole(
  group: ControlGroup,
  service: Service,
  matched: ReadonlyMap<Process, number>,
  table: ProcessTable,
): boolean {
  if (group.kind !== 'unit') return group.kind === 'container';
  return isOwnUnit(group, service) || topsOf(group, table).every((process) => matched.has(process));
}

/** The topmost processes of a control group, below its shells: a unit's main process, and detached ones. */
function topsOf({ key }: ControlGroup, table: ProcessTable): Process[] {
  const members = table.processes.filter(
    ({ cgroup, state }) => state !== 'Z' && cgroup !== null && controlGroup(cgroup)?.key === key,
  );
  const inner = members.filter((process) => {
    const { kind } = parseProcess(process).command;
    return kind !== 'none' && kind !== 'script';
  });
  const pids = new Set(inner.map(({ pid }) => pid));
  const parents = parentsOf(table.processes);
  return inner.filter(
    ({ pid }) =>
      !lineage(pid, parents)
        .slice(1)
        .some((above) => pids.has(above)),
  );
}

/** The largest set of one program's processes that no process of the tree started, but a shell, a wrapper or a manager. */
export function topsIn({ members }: Tree, service: Service): Process[] {
  const byPid = byPidOf(members);
  const parents = parentsOf(members);
  const carries = (process: Process) => isWrapper(process) || isManager(process);
  const tops = members.filter(
    (process) =>
      !carries(process) &&
      lineage(process.pid, parents)
        .slice(1)
        .every((pid) => {
          const above = byPid.get(pid);
          return above === undefined || carries(above);
        }),
  );
  const sets = tops.map((one) => {
    const program = programOf(parseProcess(one), service);
    return tops.filter(
      (other) =>
        other === one ||
        sameProgram(program, programOf(parseProcess(other), service), false, false) === 'same',
    );
  });
  return sets.reduce((most, set) => (set.length > most.length ? set : most), []);
}
