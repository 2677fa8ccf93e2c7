import type { Service } from '../../../inventory/manifest.ts';
import type { Container } from '../../../facts/container.ts';
import { epochMs } from '../../../time/instant.ts';

/**
 * Has a container finished its work? It ended with 0, and either the manifest says `run: once`, or nothing would restart
 * it and nothing says that it should keep running: no endpoint, process or instances in the manifest, no port, no health
 * check of its own, not a trading service.
 */
export function hasFinished(service: Service, container: Container): boolean {
  const { state, exit_code, oom_killed, restart_policy, published, health } = container;
  // podman calls a container stopped until it has cleaned up.
  if (!['exited', 'stopped'].includes(state) || exit_code !== 0 || oom_killed) return false;
  if (service.run === 'once') return true;
  const isToGoOn =
    service.kind === 'trading' ||
    service.endpoints.length > 0 ||
    service.process !== null ||
    (service.instances ?? 0) > 0 ||
    published ||
    health !== null;
  return restart_policy === 'no' && !isToGoOn;
}

/** The most recently started run, which decides for a service that runs once. */
export function latestOf(runs: readonly Container[]): Container[] {
  const began = ({ started_at }: Container) => (started_at === null ? 0 : epochMs(started_at));
  const latest = runs.toSorted((one, other) => began(other) - began(one))[0];
  return latest ? [latest] : [];
}
