import { candidates as living, lineage, parentsOf } from '../../facts/process-tree.ts';
import type { Process, ProcessTable } from '../../facts/process.ts';
import { aCandidate } from './candidate.ts';
import type { Candidate } from './candidate.ts';
import { checkoutAround } from '../../probes/workloads/checkouts.ts';
import type { FoundCheckout } from '../../facts/workloads/workloads.ts';
import { lasting } from '../../facts/workloads/process-locations.ts';
import type { ProcessLocations } from '../../facts/workloads/process-locations.ts';
import { nameOfProgram } from './name-of-program.ts';
import { isPackaged, ownProgram } from './own-program.ts';
import type { OwnProgram } from './own-program.ts';

type Seen = {
  table: ProcessTable;
  locations: ProcessLocations;
  /** pids that listen */
  listening: ReadonlySet<number>;
  checkouts: readonly FoundCheckout[];
  /** pids that are already known by their container or job */
  taken: ReadonlySet<number>;
  /** main processes of units of the system and of packages; null if the units were not seen */
  supervisors: ReadonlySet<number> | null;
};

/** A process of the operator's own. */
type Own = { process: Process; program: OwnProgram; folder: string | null };

type Picked = { candidates: Candidate[]; left: string[] };

/** A younger process may be a build or an interactive command (seconds). */
const SETTLED = 60;

/**
 * Programs that somebody started by hand or through a process manager: the operator's own programs that listen, or run from
 * a checkout. Each appears once, with its children, and with siblings of the same command line in the same folder.
 */
export function fromProcesses(seen: Seen): Picked {
  const own = ownProcesses(seen);
  const parents = parentsOf(seen.table.processes);
  const listening = new Set(
    [...seen.listening].flatMap((pid) => lineage(pid, parents).find((each) => own.has(each)) ?? []),
  );
  const roots = new Map<number, { listens: boolean }>();
  const left: string[] = [];
  for (const [pid, each] of own) {
    const listens = listening.has(pid);
    const settled = isInCheckout(each, seen) && (each.process.elapsed_seconds ?? 0) >= SETTLED;
    if ((!listens && !settled) || keepsOthers(each, own, seen)) continue;
    const passing = listens ? null : passingOf(each, seen);
    const root = rootOf(each, own, parents, seen);
    if (passing !== null) left.push(`${each.program.path}, pid ${pid} of ${each.process.user}: ${passing}`);
    else roots.set(root, { listens: listens || roots.get(root)?.listens === true });
  }
  const found = [...roots].flatMap(([pid, { listens }]) => {
    const root = own.get(pid);
    return root ? [{ ...root, listens }] : [];
  });
  const groups = Map.groupBy(found, ({ process, folder }) => JSON.stringify([process.command, folder]));
  return { candidates: [...groups.values()].map((group) => candidateOf(group, seen)), left };
}

function ownProcesses({ table, locations, taken }: Seen): Map<number, Own> {
  const parents = parentsOf(table.processes);
  const own = new Map<number, Own>();
  for (const process of living(table)) {
    const { pid, command } = process;
    if (locations.contained.has(pid) || lineage(pid, parents).some((each) => taken.has(each))) continue;
    const stands = locations.folders.get(pid);
    const folder = stands === undefined ? null : lasting(stands, locations);
    const program = ownProgram(command, folder);
    if (program) own.set(pid, { process, program, folder });
  }
  return own;
}

/** Its topmost ancestor of the same service: the master of workers, or the script that starts it. */
function rootOf(from: Own, own: ReadonlyMap<number, Own>, parents: ReadonlyMap<number, number>, seen: Seen) {
  let root = from;
  for (const pid of lineage(from.process.pid, parents).slice(1)) {
    const above = own.get(pid);
    if (above && isSameService(above, root, seen)) root = above;
  }
  return root.process.pid;
}

/** A package's program that starts another one is a manager, which may run others too: it is not a service's root. */
function isSameService(above: Own, below: Own, seen: Seen): boolean {
  if (above.program.path === below.program.path) return true;
  if (isPackaged(above.program.path)) return false;
  return homeOf(above, seen) === homeOf(below, seen);
}

function keepsOthers(above: Own, own: ReadonlyMap<number, Own>, seen: Seen): boolean {
  const below = [...own.values()].filter(({ process }) => process.ppid === above.process.pid);
  return isPackaged(above.program.path) && below.some((each) => !isSameService(above, each, seen));
}

function homeOf({ program, folder }: Own, { checkouts }: Seen): string | null {
  const place = program.path.startsWith('/') ? folderOf(program.path) : folder;
  return checkoutAround(checkouts, place)?.path ?? place;
}

/**
 * Why a program that does not listen is temporary: it ends with its SSH login, or a scheduler started it. A manager's
 * children are directly below it; a scheduler has a process in between.
 */
function passingOf({ process }: Own, { table, locations, supervisors }: Seen): string | null {
  const parents = parentsOf(table.processes);
  const [, ...above] = lineage(process.pid, parents);
  const door = lineage(table.own[0] ?? 0, parents).findLast((pid) => pid > 1);
  if (door !== undefined && !table.own.includes(door) && above.includes(door))
    return 'runs in a login session, and does not listen';
  const unit = locations.units.get(process.pid);
  if (unit === undefined || supervisors === null || above.length === 0) return null;
  const keeper = above.find((pid) => supervisors.has(pid));
  return keeper !== undefined && keeper !== process.ppid
    ? `a job that ${unit} has started, and does not listen`
    : null;
}

function isInCheckout({ program, folder }: Own, { checkouts }: Seen): boolean {
  // Another user's working folder cannot be read; the folder of its program may be.
  const place = folder === null || folder === '/' ? program.path : folder;
  const top = checkoutAround(checkouts, place)?.path;
  return top !== undefined && (!program.path.startsWith('/') || program.path.startsWith(`${top}/`));
}

function candidateOf(group: (Own & { listens: boolean })[], { checkouts, locations }: Seen): Candidate {
  const [first] = group;
  if (!first) throw new Error('a group has a process');
  const { program, folder, process } = first;
  const path = lasting(program.path, locations);
  const where = folder === null ? '' : ` in ${folder}`;
  const how = group.some(({ listens }) => listens) ? 'listens' : 'runs from a checkout';
  const unit = locations.units.get(process.pid);
  const starter = unit === undefined ? 'neither a container nor a job starts it' : `${unit} started it`;
  const parents = new Set(group.map((each) => each.process.ppid));
  const kept = group.length > 1 && parents.size === 1 && process.ppid > 1;
  return aCandidate({
    name: nameOfProgram({ ...program, path }, folder, checkouts),
    what: `${path}${where}, pid ${group.map((each) => each.process.pid).join(', ')} of ${process.user}: ${how}, and ${starter}.`,
    roots: group.map((each) => each.process.pid),
    folder: folder === '/' ? null : folder,
    program: path,
    // A manager keeps as many copies as it was configured to; any others are extra copies.
    instances: kept ? group.length : 1,
    mentions: [path, folder ?? ''],
    notes: kept ? [`one manager (pid ${process.ppid}) runs ${group.length} of it`] : [],
  });
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}
