import { candidates as living, lineage, parentsOf } from '../comparison/process-tree.ts';
import type { Process, ProcessTable } from '../probes/processes.ts';
import { aCandidate, isGeneric } from './candidate.ts';
import type { Candidate } from './candidate.ts';
import type { FoundCheckout } from './checkouts.ts';
import { ownProgram } from './own-program.ts';
import type { OwnProgram } from './own-program.ts';

type Seen = {
  table: ProcessTable;
  /** pid -> where it stands */
  folders: ReadonlyMap<number, string>;
  /** pids that listen */
  listening: ReadonlySet<number>;
  checkouts: readonly FoundCheckout[];
  /** pids of what is known by its container or job already */
  taken: readonly number[];
};

/** Younger than this it may be a build or a look around (seconds). */
const SETTLED = 60;

/**
 * What somebody started by hand: programs of the operator's own that listen, or that run from a checkout, each with
 * what it has started.
 */
export function fromProcesses({ table, folders, listening, checkouts, taken }: Seen): Candidate[] {
  const parents = parentsOf(table.processes);
  const own = new Map<number, { process: Process; program: OwnProgram; folder: string | null }>();
  for (const process of living(table)) {
    const folder = folders.get(process.pid) ?? null;
    const program = ownProgram(process.command, folder);
    if (!program || lineage(process.pid, parents).some((pid) => taken.includes(pid))) continue;
    own.set(process.pid, { process, program, folder });
  }
  const roots = new Map<number, { listens: boolean }>();
  for (const [pid, { process, program, folder }] of own) {
    const above =
      lineage(pid, parents)
        .filter((each) => own.has(each))
        .at(-1) ?? pid;
    const listens = lineagesOf(listening, parents, own).has(pid);
    // Where another user's process stands is not seen; where its program lies may be.
    const place = folder ?? program.path;
    const inCheckout = checkoutAround(checkouts, place) !== null && runsFrom(checkouts, program, place);
    if (!listens && !(inCheckout && (process.elapsed_seconds ?? 0) >= SETTLED)) continue;
    roots.set(above, { listens: listens || roots.get(above)?.listens === true });
  }
  return [...roots].flatMap(([pid, { listens }]) => {
    const root = own.get(pid);
    return root ? [candidateOf(root.process, root.program, root.folder, listens, checkouts)] : [];
  });
}

/** The own processes that listen, or that started what listens for them. */
function lineagesOf(
  listening: ReadonlySet<number>,
  parents: ReadonlyMap<number, number>,
  own: ReadonlyMap<number, unknown>,
): Set<number> {
  return new Set([...listening].flatMap((pid) => lineage(pid, parents).find((each) => own.has(each)) ?? []));
}

function runsFrom(checkouts: readonly FoundCheckout[], { path }: OwnProgram, folder: string | null): boolean {
  const top = checkoutAround(checkouts, folder)?.path ?? '';
  return !path.startsWith('/') || path.startsWith(`${top}/`);
}

/** The innermost checkout that holds a path. */
export function checkoutAround(
  checkouts: readonly FoundCheckout[],
  path: string | null,
): FoundCheckout | null {
  if (path === null) return null;
  const around = checkouts.filter((each) => path === each.path || path.startsWith(`${each.path}/`));
  return around.toSorted((one, other) => other.path.length - one.path.length)[0] ?? null;
}

function candidateOf(
  { pid, user }: Process,
  program: OwnProgram,
  folder: string | null,
  listens: boolean,
  checkouts: readonly FoundCheckout[],
): Candidate {
  const where = folder === null ? '' : ` in ${folder}`;
  const how = listens ? 'listens' : 'runs from a checkout';
  return aCandidate({
    name: nameOf(program, folder, checkouts),
    what: `${program.path}${where}, pid ${pid} of ${user}: ${how}, and neither a container nor a job starts it.`,
    roots: [pid],
    folder: folder === '/' ? null : folder,
    program: program.path,
    mentions: [program.path, folder ?? ''],
  });
}

function nameOf(
  { path, served }: OwnProgram,
  folder: string | null,
  checkouts: readonly FoundCheckout[],
): string {
  const file = lastOf(path).replace(/\.[A-Za-z0-9]{1,4}$/, '');
  if (!served && file !== '' && !isGeneric(file)) return file;
  const home =
    checkoutAround(checkouts, path.startsWith('/') ? path : folder)?.path ?? folderOf(path) ?? folder;
  const names = (home ?? '').split('/').filter((name) => name !== '' && !isGeneric(name));
  return names.at(-1) ?? file;
}

function folderOf(path: string): string | null {
  return path.startsWith('/') ? path.slice(0, path.lastIndexOf('/')) : null;
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
