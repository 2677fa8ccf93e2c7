import { otherMachines } from './readings/processes/instances.ts';
import type { Situation } from './rule.ts';

/**
 * The services whose facts are lost with a machine. `services` are on it in the manifest; `singletons` are
 * elsewhere, and may not run here a second time.
 */
export function affectedOn(
  situation: Situation,
  machine: string,
): { services: string[]; singletons: string[] } {
  return {
    services: situation.inventory.filter((service) => service.machine === machine).map(({ name }) => name),
    singletons: situation.services
      .filter((service) => otherMachines(situation, service).some(({ name }) => name === machine))
      .map(({ name }) => name),
  };
}
