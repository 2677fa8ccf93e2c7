import { otherMachines } from './readings/processes/instances.ts';
import type { Situation } from './rule.ts';

/**
 * The services whose facts are lost with a machine. The manifest puts `services` on it; `singletons` run elsewhere, and
 * must not run here as well.
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
