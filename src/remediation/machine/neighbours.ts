import type { Machine, Manifest, Service } from '../../inventory/manifest.ts';
import { onSameMachine, whyTrading } from '../trading.ts';

/** The other services of the manifest that may have something on the machine, as if they were on it. */
export function neighboursOf(manifest: Manifest, { name: own }: Service, machine: Machine): Service[] {
  const others = manifest.services.filter(({ name }) => name !== own);
  return others.flatMap((other) => neighbour(manifest, other, machine));
}

/**
 * A service as far as its containers, jobs and processes go: nobody needs to ask its endpoints, repository or files.
 * A machine may be in the manifest under two names, and a trading bot's process may run where nobody put it.
 */
function neighbour(manifest: Manifest, service: Service, machine: Machine): Service[] {
  const nothing = { repo: null, endpoints: [], lockfile: null, checkout: null, files: [], scan: [] };
  // Where something trades every machine is read, if only to know that it is another one.
  const everywhere = whyTrading(service) === null ? {} : { singleton: 'fleet' as const };
  const bare = { ...service, ...nothing, ...everywhere, machine: machine.name };
  if (onSameMachine(manifest, service.machine, machine.name)) return [bare];
  if (whyTrading(service) === null) return [];
  return [{ ...bare, docker_service: null, launchd_label: null, systemd_unit: null }];
}
