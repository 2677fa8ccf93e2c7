import { sameMachine } from '../../comparison/readings/processes/same-machine.ts';
import type { KnownMachine } from '../../comparison/readings/processes/same-machine.ts';
import type { Machine, Manifest } from '../../inventory/manifest.ts';
import type { Observations } from '../../facts/observations.ts';
import { onSameMachine, whyTrading } from '../trading.ts';

/** Other names of a machine in the manifest, and why another machine might be the same one. */
export type Twins = { names: string[]; uncertain: string | null };

/**
 * Which machines with trading services are really the target of the action, judged by SSH host key, machine identity and
 * addresses. If that is uncertain, nothing runs.
 * @param resolved the addresses of a machine's host; null if it does not resolve
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
      twins.uncertain ??= `${name} has a trading service, and may be the same machine as ${machine.name}: make ${name} reachable for the probes, then request again`;
  }
  return twins;
}

/** The manifest with the services of a machine's other names moved to it. For probing only, never for judging. */
export function asOneMachine(manifest: Manifest, machine: string, names: readonly string[]): Manifest {
  const services = manifest.services.map((each) =>
    names.includes(each.machine) ? { ...each, machine } : each,
  );
  return { ...manifest, services };
}
