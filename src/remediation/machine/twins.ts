import { sameMachine } from '../../comparison/readings/processes/same-machine.ts';
import type { KnownMachine } from '../../comparison/readings/processes/same-machine.ts';
import type { Machine, Manifest } from '../../inventory/manifest.ts';
import type { Observations } from '../../facts/observations.ts';
import { onSameMachine, whyTrading } from '../trading.ts';

/** Other names of one machine in the manifest, and why it is not known of another machine whether it is one. */
export type Twins = { names: string[]; uncertain: string | null };

/**
 * Which machines with trading services are the one that is acted on, by the host key that SSH met, by what they say of
 * themselves, by their addresses. What cannot be distinguished is uncertain, and nothing is done then.
 * @param resolved the addresses of a machine's host; null where it does not resolve
 */
export async function twinsOf(
  manifest: Manifest,
  machine: Machine,
  observations: Observations,
  resolved: (machine: Machine) => Promise<string[] | null>,
): Promise<Twins> {
  const names = new Set(
    manifest.services.filter((each) => whyTrading(each) !== null).map((each) => each.machine),
  );
  const others = manifest.machines.filter((other) => names.has(other.name) && other.name !== machine.name);
  const recordOf = async (each: Machine): Promise<KnownMachine> => ({
    machine: each,
    seen: observations.machines[each.name],
    resolved: await resolved(each),
  });
  const [own, ...known] = await Promise.all([machine, ...others].map(recordOf));
  const twins: Twins = { names: [], uncertain: null };
  for (const other of own ? known : []) {
    const { name } = other.machine;
    const judged = own ? sameMachine(own, other) : 'unknown';
    if (judged === 'same' || onSameMachine(manifest, machine.name, name)) twins.names.push(name);
    else if (judged === 'unknown')
      twins.uncertain ??= `whether ${name}, where something trades, is another machine than ${machine.name} could not be seen: make ${name} reachable for the probes, then request again`;
  }
  return twins;
}

/** The manifest with the services of a machine's other names moved to it. For probing, never for judging. */
export function asOneMachine(manifest: Manifest, machine: string, names: readonly string[]): Manifest {
  const services = manifest.services.map((each) =>
    names.includes(each.machine) ? { ...each, machine } : each,
  );
  return { ...manifest, services };
}
