import type { Service } from '../../../inventory/manifest.ts';
import { instancesOn } from '../processes/instances.ts';
import type { Situation } from '../../rule.ts';
import { healthReadings } from '../health/health-reading.ts';
import { checkoutOf, SLACK_SECONDS } from './checkout-of.ts';
import type { Checkout } from './checkout-of.ts';

/**
 * When the youngest of a service's processes started, in seconds of the machine's clock. Never too early, since the clock is
 * read after the process table; late at most by the time that the script took in between.
 * @returns null if it is not known
 */
export function startedAt(situation: Situation, service: Service, checkout: Checkout): number | null {
  const found = instancesOn(situation, service.machine, service);
  const members = found?.trees.flatMap((tree) => tree.members) ?? [];
  const reported = healthReadings(situation, service).flatMap(({ answer }) => answer?.uptime_seconds ?? []);
  const ages = [...members.map(({ elapsed_seconds }) => elapsed_seconds), ...reported];
  const known = ages.filter((age) => age !== null);
  // A process of unknown age might be the youngest.
  if (known.length === 0 || known.length < ages.length) return null;
  const table = situation.observations.machines[service.machine]?.facts.processes;
  const now = (table?.ok ? table.value.now : null) ?? checkout.now;
  return now - Math.min(...known);
}

/**
 * Did the service start after the release was deployed, so that it runs it? `unknown`: it started about then, or its start
 * is not known.
 */
export function startedSince(situation: Situation, service: Service): boolean | 'unknown' {
  const checkout = checkoutOf(situation, service);
  if (!checkout?.ok || checkout.value.laid === null) return 'unknown';
  const { written_at, settled_at } = checkout.value.laid;
  const started = startedAt(situation, service, checkout.value);
  if (started === null || written_at === null || settled_at === null) return 'unknown';
  if (started + SLACK_SECONDS >= settled_at) return true;
  return started + SLACK_SECONDS < written_at ? false : 'unknown';
}
