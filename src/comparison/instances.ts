import type { Machine, Service } from '../inventory/manifest.ts';
import type { Process, ProcessTable } from '../probes/processes.ts';
import { readCommandLine } from './command-line.ts';
import { matcherOf } from './process-match.ts';
import { candidates, treesOf } from './process-tree.ts';
import type { Tree } from './process-tree.ts';
import type { Situation } from './rule.ts';
import { systemOf } from './same-machine.ts';

export type Instances = {
  trees: Tree[];
  /** services that match one of these processes just as well: a count above one's own number proves nothing then */
  shared: Service[];
};

/** Which processes of a table belong to which of these services. Services without any are left out. */
export function attribute(table: ProcessTable, services: readonly Service[]): Map<string, Instances> {
  const matchers = services.map((service) => ({ service, match: matcherOf(service) }));
  const found = new Map<string, { processes: Process[]; shared: Set<Service> }>();
  for (const process of candidates(table)) {
    const command = readCommandLine(process.command);
    let best = 1;
    let winners: Service[] = [];
    for (const { service, match } of matchers) {
      const strength = match(command);
      if (strength < best) continue;
      if (strength > best) winners = [];
      best = strength;
      winners.push(service);
    }
    for (const winner of winners) {
      const entry = found.get(winner.name) ?? { processes: [], shared: new Set() };
      entry.processes.push(process);
      for (const other of winners) if (other !== winner) entry.shared.add(other);
      found.set(winner.name, entry);
    }
  }
  return new Map(
    [...found].map(([name, { processes, shared }]) => [
      name,
      { trees: treesOf(processes, table.processes), shared: [...shared] },
    ]),
  );
}

// Three rules and the service states ask the same of the same audit.
const attributed = new WeakMap<Situation, Map<string, Map<string, Instances>>>();

/**
 * The instances of a service on a machine, its own or another.
 * @returns null where the process table was not seen
 */
export function instancesOn(situation: Situation, machine: string, service: Service): Instances | null {
  const known = attributedOn(situation, machine);
  return known && (known.get(service.name) ?? { trees: [], shared: [] });
}

/** The instances of every service on a machine. Most of a comparison's work, and done once. */
export function attributedOn(situation: Situation, machine: string): Map<string, Instances> | null {
  const table = situation.observations.machines[machine]?.facts.processes;
  if (!table?.ok) return null;
  const memo = attributed.get(situation) ?? new Map<string, Map<string, Instances>>();
  attributed.set(situation, memo);
  const known = memo.get(machine) ?? attribute(table.value, rivalsOn(situation, machine));
  memo.set(machine, known);
  return known;
}

/**
 * Where a service must not run besides its own machine: for a fleet singleton, every machine that SSH may read. One that
 * stands in the manifest under two names is read twice and counts once.
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

/** Two machines that share one of these are one. Another address proves nothing: a machine has many. */
function namesOf(situation: Situation, { name, host, port, jump }: Machine): string[] {
  const memo = named.get(situation) ?? new Map<string, string[]>();
  named.set(situation, memo);
  const system = systemOf(situation.observations.machines[name]);
  const names = memo.get(name) ?? [
    JSON.stringify([host.toLowerCase(), port, jump]),
    ...(system === null ? [] : [system]),
  ];
  memo.set(name, names);
  return names;
}

function rivalsOn(situation: Situation, machine: string): Service[] {
  return situation.inventory.filter(
    (service) => service.machine === machine || service.singleton === 'fleet',
  );
}
