import type { Service } from '../../../inventory/manifest.ts';
import { baseName } from '../../../facts/command-line/base-name.ts';
import type { CommandLine } from '../../../facts/command-line/parsed-process.ts';
import { isInterpreter } from '../../../facts/command-line/interpreters.ts';
import { isOwnCode, isWrapper } from '../../../facts/command-line/own-code.ts';
import { parseProcess, runsText } from '../../../facts/command-line/parse-process.ts';
import { byFolder } from '../../../facts/command-line/process-match.ts';
import { programOf, sameProgram } from '../../../facts/command-line/program.ts';
import type { Sameness } from '../../../facts/command-line/program.ts';
import { controlGroup } from '../../../facts/control-group.ts';
import type { Process, ProcessTable } from '../../../facts/process.ts';
import { candidates, lineage, parentsOf } from '../../../facts/process-tree.ts';
import type { Tree } from '../../../facts/process-tree.ts';

/**
 * Copies of a process without the service's name: processes with the same command line and folder. `unsure`: the folder of
 * one was not seen, or the same script runs with other options.
 */
export function doublesOf(
  service: Service,
  tree: Tree,
  table: ProcessTable,
  taken: ReadonlySet<Process>,
): { same: Tree[]; unsure: Tree[] } {
  const found = runsOf(tree).flatMap((run) =>
    (alikeIn(table).get(keyOf(run)) ?? [])
      .filter((each) => !taken.has(each) && mayBeCopy(each, run, parentsOf(table.processes)))
      .map((each) => [each, likeness(service, run, each)] as const),
  );
  const told = new Map(found.toSorted(([, one], [, other]) => SURE.indexOf(one) - SURE.indexOf(other)));
  const alike = [...told.keys()];
  const pids = new Set(alike.filter((each) => told.get(each) !== 'other').map(({ pid }) => pid));
  const trees = (wanted: Sameness) =>
    alike
      .filter((each) => told.get(each) === wanted && !pids.has(each.ppid))
      .map((root): Tree => ({ root, members: [root] }));
  return { same: trees('same'), unsure: trees('unsure') };
}

/**
 * Processes that may work for a service, although nothing names them:
 *
 * - A worker that outlived its instance, whose parent has ended: a program text that the service's interpreter runs
 *   (`python -c from multiprocessing.spawn …`), or the very command of one of its workers, in the same folder.
 * - For a trading service, its script in a debugger or a profiler, which runs it as well.
 */
export function uncertainOf(
  service: Service,
  trees: readonly Tree[],
  table: ProcessTable,
  taken: ReadonlySet<Process>,
): Tree[] {
  const { all, left, texts } = looseIn(table);
  const members = trees.flatMap((tree) => tree.members);
  const found = new Set(members.flatMap((each) => (left.get(each.command) ?? []).filter(isPlacedAs(each))));
  for (const each of texts)
    if (byFolder({ ...parseProcess(each), cwd: null }, service.name, service.checkout) > 0) found.add(each);
  if (service.kind === 'trading')
    for (const each of members.filter(isOwnCode))
      for (const other of naming(parseProcess(each).paths.at(-1)?.path ?? '', all)) found.add(other);
  if (found.size === 0) return [];
  const above = new Set(trees.flatMap(({ root }) => lineage(root.pid, parentsOf(table.processes))));
  const told = [...found].filter((each) => !taken.has(each) && !above.has(each.pid));
  const pids = new Set(told.map(({ pid }) => pid));
  return told.filter(({ ppid }) => !pids.has(ppid)).map((root) => ({ root, members: [root] }));
}

const scattered = new WeakMap<ProcessTable, ReturnType<typeof readLoose>>();

function looseIn(table: ProcessTable): ReturnType<typeof readLoose> {
  const known = scattered.get(table) ?? readLoose(table);
  scattered.set(table, known);
  return known;
}

/**
 * Processes that no unit and no container holds, since all services look. `left`: their parents have ended. Nothing is
 * parsed before something else says that it may count: a machine has hundreds of them.
 */
function readLoose(table: ProcessTable) {
  const all = candidates(table).filter(
    ({ cgroup }) => (controlGroup(cgroup)?.kind ?? 'session') === 'session',
  );
  const left = all.filter(({ ppid }) => ppid === 1);
  return { all, left: Map.groupBy(left, ({ command }) => command), texts: left.filter(runsText) };
}

function isPlacedAs({ cwd }: Process): (each: Process) => boolean {
  return (each) => cwd !== null && each.cwd === cwd && parseProcess(each).command.kind === 'program';
}

/** Those whose arguments name the file. */
function naming(path: string, all: readonly Process[]): Process[] {
  const name = baseName(path);
  return all.filter((each) => name !== '' && each.command.includes(name) && scriptsIn(each).includes(path));
}

/** The files that an interpreter's arguments name, as paths. */
function scriptsIn(process: Process): string[] {
  const { command, cwd } = parseProcess(process);
  if (command.kind !== 'program' || command.behind === '') return [];
  if (!isInterpreter(baseName(command.files[0] ?? ''))) return [];
  const words = command.behind.split(/\s+/, 50).filter((word) => /\.\w+$/.test(word));
  return words.flatMap((word) => (word.startsWith('/') ? word : cwd === null ? [] : `${cwd}/${word}`));
}

const SURE: readonly Sameness[] = ['other', 'unsure', 'same'];

/**
 * What the tree runs: its root and, below a shell, `npm start` or another wrapper, the one program that it waits for. Of
 * those only code of somebody's own counts: a `sleep` below a script is not the service.
 */
function runsOf({ root, members }: Tree): Process[] {
  const children = Map.groupBy(members, ({ ppid }) => ppid);
  const passed = new Set<Process>();
  let at: Process | undefined = root;
  while (at !== undefined && !passed.has(at) && isWrapper(at)) {
    passed.add(at);
    const below: Process[] = children.get(at.pid) ?? [];
    at = below.length === 1 ? below[0] : undefined;
  }
  return at === undefined || at === root || !isOwnCode(at) ? [root] : [root, at];
}

const keyed = new WeakMap<ProcessTable, Map<string, Process[]>>();

/** The processes of a table by what they run; cached, since many services need it. */
function alikeIn(table: ProcessTable): Map<string, Process[]> {
  const known = keyed.get(table) ?? Map.groupBy(candidates(table), keyOf);
  keyed.set(table, known);
  return known;
}

/** The script's file name, else the program's. */
export function keyOf(process: Process): string {
  const { command, paths } = parseProcess(process);
  if (command.kind === 'script') return baseName(command.path);
  return command.kind === 'program' ? baseName(paths.at(-1)?.path ?? '') : process.command;
}

function mayBeCopy(each: Process, root: Process, parents: ReadonlyMap<number, number>): boolean {
  const [its, group] = [controlGroup(each.cgroup), controlGroup(root.cgroup)];
  const apart = its?.key !== group?.key;
  // A process in another unit or container is another service.
  if (apart && (its?.kind === 'container' || (group?.kind === 'unit' && its?.kind === 'unit'))) return false;
  // Workers of one parent, and processes just forked, have the same command line.
  if (each.ppid > 1 && each.ppid === root.ppid) return false;
  if (lineage(each.pid, parents).includes(root.pid) || lineage(root.pid, parents).includes(each.pid))
    return false;
  return !(its && !apart && its.kind !== 'session');
}

function likeness(service: Service, one: Process, other: Process): Sameness {
  const [first, second] = [parseProcess(one), parseProcess(other)];
  if (first.command.kind === 'script' && second.command.kind === 'script' && isPlaced(first.command))
    return runOf(first.command) === runOf(second.command) ? 'same' : 'other';
  const [its, others] = [programOf(first, service), programOf(second, service)];
  const place = placeOf(one, other, its.name === others.name);
  if (place === 'other' || first.command.kind !== 'program' || second.command.kind !== 'program')
    return one.command === other.command ? place : 'other';
  if (wordsOf(first.command) === wordsOf(second.command)) return place;
  const isScript = first.paths.length > 1 && first.paths.at(-1)?.tool === false;
  // With other options it may be a copy or just a query: it is not known.
  // Without the folder, a common command line proves nothing: many run `node server.js`.
  return isScript && place === 'same' && sameProgram(its, others, false, false) === 'same'
    ? 'unsure'
    : 'other';
}

type Script = Extract<CommandLine, { kind: 'script' }>;

/** A script with a full path is the same in any folder, whichever shell runs it. */
function isPlaced({ path }: Script): boolean {
  return path.startsWith('/');
}

function runOf({ path, behind }: Script): string {
  return `${path} ${behind}`;
}

function wordsOf(command: CommandLine): string {
  return command.kind === 'program' ? `${command.module ?? ''} ${command.behind}` : '';
}

/**
 * Do they run from the same place? For a script its path counts, for anything else its working folder.
 * @param alike do their paths differ only in a deployment's part (`current`, `releases/7`)?
 */
function placeOf(one: Process, other: Process, alike: boolean): Sameness {
  const [first, second] = [one, other].map((each) => parseProcess(each).paths.at(-1));
  if (first?.tool === false && second?.tool === false && first.path.includes('/')) {
    if (first.path.startsWith('/') && second.path.startsWith('/')) return alike ? 'same' : 'other';
  }
  if (one.cwd === null || other.cwd === null) return 'unsure';
  return one.cwd === other.cwd ? 'same' : 'other';
}
