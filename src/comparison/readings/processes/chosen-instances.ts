import type { Service } from '../../../inventory/manifest.ts';
import type { Process, ProcessTable } from '../../../facts/process.ts';
import { controlGroup } from '../../../facts/control-group.ts';
import { joinedTree } from './instance-trees.ts';
import { managerOf } from '../../../facts/command-line/process-manager.ts';
import { parseProcess } from '../../../facts/command-line/parse-process.ts';
import { byPidOf, parentsOf } from '../../../facts/process-tree.ts';
import type { Tree } from '../../../facts/process-tree.ts';
import { programOf, sameProgram } from '../../../facts/command-line/program.ts';
import type { Program, Sameness } from '../../../facts/command-line/program.ts';
import { STRENGTH } from '../../../facts/command-line/strength.ts';

export type Chosen = {
  /** the instances: the rightful one, and others that run the same program */
  trees: Tree[];
  /** other programs of the service, such as a cleanup job or a worker next to the server; not copies */
  beside: Tree[];
  /** trees that may or may not be copies */
  unsure: Tree[];
};

/**
 * Which of a service's trees are instances of it. If a job, a unit, a lock or /health names one, its program is the
 * service. Else it is the program that fits the name best; of equals, the one with most trees, then the oldest.
 */
export function chooseInstances(
  service: Service,
  trees: readonly Tree[],
  strengths: ReadonlyMap<Process, number>,
  isRightful: (tree: Tree) => boolean,
  table: ProcessTable,
): Chosen {
  // With a container, any other process is one too many, whatever its program.
  if (trees.length < 2 || service.docker_service !== null)
    return { trees: [...trees], beside: [], unsure: [] };
  const placed = table.processes.some(({ cwd }) => cwd !== null);
  const known = new Map(trees.map((tree) => [tree, programsOf(tree, service, strengths)]));
  const same = (one: Tree, other: Tree) => {
    const found = sameness(service, known.get(one) ?? [], known.get(other) ?? [], placed);
    if (areSiblings(one, other)) return ofTemplate(service, found);
    if (bothManaged(one, other)) return managed(service, found, one, other);
    return found === 'same' && isSetUpApart(service, one, other, table) ? 'unsure' : found;
  };
  const rightful = trees.filter(isRightful);
  const reference = rightful.length > 0 ? rightful : referenceAmong(trees, strengths, same);
  const chosen: Chosen = { trees: [...reference], beside: [], unsure: [] };
  for (const tree of trees) {
    if (reference.includes(tree)) continue;
    const found = reference.map((each) => same(each, tree));
    if (found.includes('same')) chosen.trees.push(tree);
    else (found.includes('unsure') ? chosen.unsure : chosen.beside).push(tree);
  }
  return { ...chosen, trees: withManagers(chosen.trees, service.instances === null, table) };
}

function programsOf(
  tree: Tree,
  service: Service,
  strengths: ReadonlyMap<Process, number>,
): [Program, number][] {
  const best = Math.max(...tree.members.map((each) => strengths.get(each) ?? 0));
  // A unit and a script may run several programs; for a master with workers, the master decides.
  const several = tree.parts !== undefined || parseProcess(tree.root).command.kind === 'script';
  const telling = several ? tree.members : [tree.root];
  return telling
    .filter((each) => each === tree.root || (strengths.get(each) ?? 0) === best || several)
    .map((each) => [programOf(parseProcess(each), service), strengths.get(each) ?? 0]);
}

function sameness(
  service: Service,
  one: readonly [Program, number][],
  other: readonly [Program, number][],
  placed: boolean,
): Sameness {
  const found = one.flatMap(([first, strength]) =>
    other.map(([second, its]) => {
      const declared = service.process !== null && Math.min(strength, its) >= STRENGTH.declared_argument;
      return sameProgram(first, second, declared, placed);
    }),
  );
  return found.includes('same') ? 'same' : found.includes('unsure') ? 'unsure' : 'other';
}

/** Of the trees that fit the name best, the largest set that runs one program. */
function referenceAmong(
  trees: readonly Tree[],
  strengths: ReadonlyMap<Process, number>,
  same: (one: Tree, other: Tree) => Sameness,
): Tree[] {
  const rank = (tree: Tree) => rankOf(Math.max(...tree.members.map((each) => strengths.get(each) ?? 0)));
  const best = Math.max(...trees.map(rank));
  const candidates = trees
    .filter((tree) => rank(tree) === best)
    .toSorted((one, other) => (other.root.elapsed_seconds ?? 0) - (one.root.elapsed_seconds ?? 0));
  const sets = candidates.map((tree) =>
    candidates.filter((other) => other === tree || same(tree, other) === 'same'),
  );
  return sets.reduce((most, set) => (set.length > most.length ? set : most), sets[0] ?? []);
}

/** Folders of any depth are the same kind of evidence. */
function rankOf(strength: number): number {
  if (strength >= STRENGTH.declared_argument) return 5;
  if (strength >= STRENGTH.build) return 4;
  return strength >= STRENGTH.folder ? 3 : strength >= STRENGTH.tool ? 2 : 1;
}

function bothManaged(one: Tree, other: Tree): boolean {
  const groups = [one, other].map(({ root }) => controlGroup(root.cgroup));
  return groups.every((group) => group?.kind === 'unit') && groups[0]?.key !== groups[1]?.key;
}

/** Two instances of one template (systemd.unit(5)): `queue@1` and `queue@2`. */
function areSiblings(one: Tree, other: Tree): boolean {
  const [first, second] = [one, other].map(({ root }) => controlGroup(root.cgroup));
  if (first?.kind !== 'unit' || second?.kind !== 'unit' || first.key === second.key) return false;
  return first.name.includes('@') && first.template === second.template && first.name !== second.name;
}

/** If the manifest names one instance, the service is that one. For a trading service, the others stay uncertain. */
function ofTemplate(service: Service, found: Sameness): Sameness {
  if (found !== 'same' || !service.systemd_unit?.includes('@')) return found;
  return service.kind === 'trading' ? 'unsure' : 'other';
}

/** Two units with different arguments may be intended, unless the service trades. */
function managed(service: Service, found: Sameness, one: Tree, other: Tree): Sameness {
  return found === 'same' && service.kind !== 'trading' && one.root.command !== other.root.command
    ? 'unsure'
    : found;
}

/**
 * The same program on another port, with another configuration or data folder: it may be intended, unless the service
 * trades, the manifest says how many run, or one manager runs both.
 */
function isSetUpApart(service: Service, one: Tree, other: Tree, table: ProcessTable): boolean {
  if (service.kind === 'trading' || service.instances !== null) return false;
  const [first, second] = [one, other].map(({ root }) => parseProcess(root).command);
  if (first?.kind !== 'program' || second?.kind !== 'program') return false;
  const words = first.behind.split(/\s+/);
  const others = second.behind.split(/\s+/);
  const apart = words.flatMap((word, at) => (word === others[at] ? [] : [[word, others[at] ?? ''] as const]));
  if (words.length !== others.length || apart.length === 0) return false;
  if (!apart.every((pair) => pair.every((word) => /[\d./:=]/.test(word)))) return false;
  const parents = parentsOf(table.processes);
  const byPid = byPidOf(table.processes);
  const manager = managerOf(one.root, parents, byPid);
  return manager === null || manager !== managerOf(other.root, parents, byPid);
}

/**
 * Siblings of one manager, and instances of one template, run as often as configured there: they count as one, unless the
 * manifest says how many.
 */
function withManagers(trees: readonly Tree[], joins: boolean, table: ProcessTable): Tree[] {
  const parents = parentsOf(table.processes);
  const byPid = byPidOf(table.processes);
  const kept = trees.map((tree): Tree => {
    const manager = managerOf(tree.root, parents, byPid);
    return manager ? { ...tree, manager } : tree;
  });
  if (!joins) return kept;
  const sets = Map.groupBy(kept, (tree) => {
    const group = controlGroup(tree.root.cgroup);
    if (group?.kind === 'unit' && group.name.includes('@')) return `template ${group.template}`;
    return tree.manager ? `manager ${tree.manager.pid}` : tree;
  });
  return [...sets.values()].map((set) => {
    const joined = joinedTree(set);
    return set.length === 1 ? joined : { ...joined, replicas: set.length };
  });
}
