import type { Service } from '../../../inventory/manifest.ts';
import type { Container } from '../../../facts/container.ts';
import { epochMs } from '../../../time/instant.ts';

/**
 * `finished`: it has done its work. `unclear`: it ended with 0 and nothing says whether it was to keep running. A worker that a
 * reboot or a person ended looks like a migration that is done: both end with 0, even where the power failed
 * (moby/moby#45788), and the policies no and on-failure leave both as they are.
 */
export type End = 'finished' | 'unclear' | 'down';

/**
 * How a container that is not up has ended. It has finished if it ended with 0, and either the manifest says `run: once` or
 * another container of its compose project waits for its end. It is down if anything says that it should keep running: its
 * restart policy, the manifest, a published port, a health check of its own, trading.
 */
export function endOf(service: Service, container: Container): End {
  const { state, exit_code, oom_killed, restart_policy, published, health } = container;
  // podman calls a container stopped until it has cleaned up.
  if (!['exited', 'stopped'].includes(state) || exit_code !== 0 || oom_killed) return 'down';
  if (service.run === 'once') return 'finished';
  const isDeclared =
    service.kind === 'trading' ||
    service.endpoints.length > 0 ||
    service.process !== null ||
    (service.instances ?? 0) > 0;
  if (isDeclared || !(restart_policy === 'no' || restart_policy === 'on-failure')) return 'down';
  // A migration may run the image of the service that waits for it, health check included.
  if (container.awaited === true) return 'finished';
  return published || health !== null ? 'down' : 'unclear';
}

/** The most recently started run, which decides for a service that runs once. */
export function latestOf(runs: readonly Container[]): Container[] {
  const began = ({ started_at }: Container) => (started_at === null ? 0 : epochMs(started_at));
  const latest = runs.toSorted((one, other) => began(other) - began(one))[0];
  return latest ? [latest] : [];
}
