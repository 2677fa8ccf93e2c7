import type { Service } from '../inventory/manifest.ts';

// Called for each service by many rules, so the inventory is indexed once.
const indexes = new WeakMap<readonly Service[], Map<string, Service[]>>();

/** The services that the manifest puts on a machine, in its order. */
export function servicesOn(inventory: readonly Service[], machine: string): readonly Service[] {
  const index = indexes.get(inventory) ?? Map.groupBy(inventory, (service) => service.machine);
  indexes.set(inventory, index);
  return index.get(machine) ?? [];
}
