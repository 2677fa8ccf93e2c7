import type { Machine, Manifest, Service } from '../../inventory/manifest.ts';
import { onSameMachine, whyTrading } from '../trading.ts';

/** The other services of the manifest that may have something on this machine, treated as if they were on it. */
export function neighboursOf(manifest: Manifest, { name: own }: Service, machine: Machine): Service[] {
  const others = manifest.services.filter(({ name }) => name !== own);
  return others.flatMap((other) => neighbour(manifest, other, machine));
}

/**
 * A service reduced to its containers, jobs and processes: its endpoints, repository and files are not needed here. A
 * machine may have two names in the manifest, and a trading bot's process may run where the manifest does not expect it.
 */
function neighbour(manifest: Manifest, service: Service, machine: Machine): Service[] {
  const nothing = { repo: null, endpoints: [], lockfile: null, checkout: null, files: [], scan: [] };
  // For a trading service every machine is read, if only to know that it is a different one.
  const everywhere = whyTrading(service) === null ? {} : { singleton: 'fleet' as const };
  const bare = { ...service, ...nothing, ...everywhere, machine: machine.name };
  if (onSameMachine(manifest, service.machine, machine.name)) return [bare];
  if (whyTrading(service) === null) return [];
  return [{ ...bare, docker_service: null, launchd_label: null, systemd_unit: null }];
}
