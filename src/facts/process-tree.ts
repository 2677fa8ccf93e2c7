import type { Process, ProcessTable } from './process.ts';

/** One instance of a service: processes that descend from each other. */
export type Tree = {
  /** the topmost process that matched */
  root: Process;
  /** all that matched, root included */
  members: Process[];
  /** how many trees were joined into this one, if more than one: replicas, or programs of one unit */
  parts?: number;
  /** its processes do not show that they belong to the service: a manager, /health or a port names it */
  claimed?: true;
  /** how many of one program its manager runs, if more than one */
  replicas?: number;
  /** its manager */
  manager?: Process;
};

/** Processes that may be instances: not dead, not from our own session, not kernel threads. */
export function candidates(table: ProcessTable): Process[] {
  const own = new Set(table.own);
  // Nearly always all of them are known already.
  if (table.processes.some(({ pid, ppid }) => own.has(ppid) && !own.has(pid))) {
    const children = Map.groupBy(table.processes, ({ ppid }) => ppid);
    // Grows while it is walked, until everything below is in.
    for (const pid of own) for (const child of children.get(pid) ?? []) own.add(child.pid);
  }
  return table.processes.filter(({ pid, state }) => state !== 'Z' && !own.has(pid));
}

/**
 * Joins matches into trees: a master and its workers are one, whatever is between them (a shell, a wrapper).
 * @param all the whole table, for the ancestry
 */
export function treesOf(matched: readonly Process[], all: readonly Process[]): Tree[] {
  const parents = parentsOf(all);
  const trees = new Map(matched.map((process) => [process.pid, { root: process, members: [process] }]));
  for (const { pid } of matched) {
    const above = lineage(pid, parents).find((ancestor) => ancestor !== pid && trees.has(ancestor));
    const upper = above === undefined ? undefined : trees.get(above);
    const lower = trees.get(pid);
    if (!upper || !lower || upper === lower) continue;
    upper.members.push(...lower.members);
    for (const member of lower.members) trees.set(member.pid, upper);
  }
  return [...new Set(trees.values())];
}

/** A process and its ancestors, nearest first. A table read while processes come and go may hold loops. */
export function lineage(pid: number, parents: ReadonlyMap<number, number>): number[] {
  const line = [pid];
  // Most have few ancestors, for which a set costs more than to look them through.
  let met: Set<number> | null = null;
  for (let at = parents.get(pid); at !== undefined; at = parents.get(at)) {
    if (met === null && line.length > FEW) met = new Set(line);
    if (met?.has(at) ?? line.includes(at)) break;
    met?.add(at);
    line.push(at);
  }
  return line;
}

const FEW = 16;

// Cached, since several rules need them for the same table, for each service.
const known = new WeakMap<readonly Process[], ReadonlyMap<number, number>>();
const pids = new WeakMap<readonly Process[], ReadonlyMap<number, Process>>();

export function byPidOf(processes: readonly Process[]): ReadonlyMap<number, Process> {
  const found = pids.get(processes);
  if (found) return found;
  const byPid = new Map<number, Process>();
  for (const process of processes) byPid.set(process.pid, process);
  pids.set(processes, byPid);
  return byPid;
}

export function parentsOf(processes: readonly Process[]): ReadonlyMap<number, number> {
  const found = known.get(processes);
  if (found) return found;
  const parents = new Map<number, number>();
  for (const { pid, ppid } of processes) parents.set(pid, ppid);
  known.set(processes, parents);
  return parents;
}
