import type { Machine, Service } from '../../../inventory/manifest.ts';
import type { ProcessTable } from '../../../facts/process.ts';
import { claimedTree, isRightful, listeningFor } from './claims.ts';
import { containerOwners } from '../containers/container-owners.ts';
import { doublesOf, uncertainOf } from './doubles.ts';
import type { Tree } from '../../../facts/process-tree.ts';
import type { Situation } from '../../rule.ts';
import { servicesOn } from '../../services-on.ts';
import { systemOf } from './same-machine.ts';
import { instancesOf, noInstances } from './table-instances.ts';
import type { Instances } from './table-instances.ts';
import { isOfOwnUnit, isOwnUnit } from '../jobs/unit-owners.ts';
import { controlGroup } from '../../../facts/control-group.ts';

// Cached, since three rules and the service states need it.
const attributed = new WeakMap<Situation, Map<string, Map<string, Instances>>>();

/**
 * The instances of a service on a machine, its own or another.
 * @returns null if the process table was not seen
 */
export function instancesOn(situation: Situation, machine: string, service: Service): Instances | null {
  const known = attributedOn(situation, machine);
  return known && (known.get(service.name) ?? noInstances);
}

/** The instances of every service on a machine. Cached: it is most of a comparison's work. */
export function attributedOn(situation: Situation, machine: string): Map<string, Instances> | null {
  const table = situation.observations.machines[machine]?.facts.processes;
  if (!table?.ok) return null;
  const memo = attributed.get(situation) ?? new Map<string, Map<string, Instances>>();
  attributed.set(situation, memo);
  const known = memo.get(machine) ?? withClaims(situation, machine, table.value);
  memo.set(machine, known);
  return known;
}

/** By what the processes show; if that finds none, by what a manager, /health or a port names. */
function withClaims(situation: Situation, machine: string, table: ProcessTable): Map<string, Instances> {
  const services = rivalsOn(situation, machine);
  const rightful = (service: Service, tree: Tree) =>
    service.machine === machine ? isRightful(situation, service, tree, table) : isOfOwnUnit(tree, service);
  const found = instancesOf(table, services, rightful, containerOwners(situation, machine, table));
  const taken = new Set(
    [...found.values()].flatMap(({ trees, beside, unsure }) =>
      [...trees, ...beside, ...unsure].flatMap(({ members }) => members),
    ),
  );
  const own = services.filter((service) => service.machine === machine);
  const listening = listeningFor(situation, own, table);
  const claimed = own.flatMap((service): [Service, Tree][] => {
    const tree =
      (found.get(service.name)?.trees ?? []).length > 0
        ? null
        : claimedTree(situation, service, table, taken, listening.get(service) ?? []);
    return tree ? [[service, tree]] : [];
  });
  for (const [, { members }] of claimed) for (const member of members) taken.add(member);
  for (const [service, tree] of claimed) {
    // A process that several services name serves them all.
    const shared = claimed.filter(([, { root }]) => root === tree.root).length > 1;
    const { same, unsure } = shared ? { same: [], unsure: [] } : doublesOf(service, tree, table, taken);
    found.set(service.name, { ...noInstances, ...found.get(service.name), trees: [tree, ...same], unsure });
  }
  addDoubles(own, found, table);
  addUncertain(own, found, table);
  return found;
}

/** A unit's process may lack the service's name: the same program from the same folder, started by hand, is still a copy. */
function addDoubles(services: readonly Service[], found: Map<string, Instances>, table: ProcessTable): void {
  const counted = [...found.values()].flatMap(({ trees, unsure }) => [...trees, ...unsure]);
  const taken = new Set(counted.flatMap(({ members }) => members));
  for (const service of services) {
    const known = found.get(service.name);
    const held = known?.trees.find(({ root }) => isOwnUnit(controlGroup(root.cgroup), service));
    if (!known || !held) continue;
    const { same, unsure } = doublesOf(service, held, table, taken);
    if (same.length + unsure.length === 0) continue;
    const told = new Set([...same, ...unsure].map(({ root }) => root));
    const others = (each: readonly Tree[]) => each.filter(({ root }) => !told.has(root));
    found.set(service.name, {
      ...known,
      trees: [...known.trees, ...same],
      beside: others(known.beside),
      unsure: [...others(known.unsure), ...unsure],
    });
  }
}

/** Processes that nothing names, and that may work for a service nevertheless (uncertainOf): its copies cannot be counted. */
function addUncertain(
  services: readonly Service[],
  found: Map<string, Instances>,
  table: ProcessTable,
): void {
  const counted = [...found.values()].flatMap((each) => [...each.trees, ...each.beside, ...each.unsure]);
  const taken = new Set(counted.flatMap(({ members }) => members));
  for (const service of services) {
    const known = found.get(service.name);
    if (!known || known.trees.length === 0 || service.docker_service !== null) continue;
    const unsure = uncertainOf(service, known.trees, table, taken);
    if (unsure.length > 0) found.set(service.name, { ...known, unsure: [...known.unsure, ...unsure] });
  }
}

/**
 * Machines, other than its own, on which a service must not run: for a fleet singleton, every machine that SSH may read.
 * A machine with two names in the manifest is read twice and counts once.
 */
export function otherMachines(situation: Situation, service: Service): Machine[] {
  const { machines } = situation;
  if (service.singleton !== 'fleet') return [];
  const own = machines.find(({ name }) => name === service.machine);
  const known = new Set(own ? namesOf(situation, own) : []);
  return machines.filter((machine) => {
    const names = namesOf(situation, machine);
    if (machine.name === service.machine || !machine.ssh || names.some((name) => known.has(name)))
      return false;
    for (const name of names) known.add(name);
    return true;
  });
}

const named = new WeakMap<Situation, Map<string, string[]>>();

/**
 * Two machines that share one of these are the same. Different addresses prove nothing, since a machine has many; nor does
 * the same address at another site, since private networks reuse addresses.
 */
function namesOf(situation: Situation, { name, host, port, jump, site }: Machine): string[] {
  const memo = named.get(situation) ?? new Map<string, string[]>();
  named.set(situation, memo);
  const system = systemOf(situation.observations.machines[name]);
  const names = memo.get(name) ?? [
    JSON.stringify([site ?? null, host.toLowerCase(), port, jump]),
    ...(system === null ? [] : [system]),
  ];
  memo.set(name, names);
  return names;
}

const singletons = new WeakMap<readonly Service[], Service[]>();

/** Services that may run on a machine, in the manifest's order: its own, and those that must run nowhere else. */
function rivalsOn({ inventory }: Situation, machine: string): readonly Service[] {
  const fleet = singletons.get(inventory) ?? inventory.filter(({ singleton }) => singleton === 'fleet');
  singletons.set(inventory, fleet);
  const own = servicesOn(inventory, machine);
  if (fleet.every((service) => service.machine === machine)) return own;
  const rivals = new Set([...own, ...fleet]);
  return inventory.filter((service) => rivals.has(service));
}
