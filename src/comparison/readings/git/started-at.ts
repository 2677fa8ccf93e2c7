import type { Service } from '../../../inventory/manifest.ts';
import { lineage, parentsOf } from '../../../facts/process-tree.ts';
import type { Tree } from '../../../facts/process-tree.ts';
import type { Process } from '../../../facts/process.ts';
import { instancesOn } from '../processes/instances.ts';
import type { Situation } from '../../rule.ts';
import { healthReadings } from '../health/health-reading.ts';
import { checkoutOf, SLACK_SECONDS } from './checkout-of.ts';
import type { Checkout } from './checkout-of.ts';

/**
 * Since when all of a service runs what it runs, in seconds of the machine's clock: the start of its oldest instance, and
 * there of the oldest process without a younger one below, since masters and wrappers outlive what they start. Never too
 * early, since the clock is read after the process table; late at most by the time that the script took in between.
 * @returns null if it is not known
 */
export function startedAt(situation: Situation, service: Service, checkout: Checkout): number | null {
  const trees = instancesOn(situation, service.machine, service)?.trees ?? [];
  const table = situation.observations.machines[service.machine]?.facts.processes;
  const parents = table?.ok ? parentsOf(table.value.processes) : new Map<number, number>();
  const members = trees.flatMap((tree) => workersOf(tree, parents));
  const ages = members.map(({ elapsed_seconds }) => elapsed_seconds);
  const known = ages.filter((age) => age !== null);
  const reported = healthReadings(situation, service).flatMap(({ answer }) => answer?.uptime_seconds ?? []);
  if (known.length < ages.length || known.length + reported.length === 0) return null;
  const oldest = known.length === 0 ? [] : [Math.max(...known)];
  // A program may load itself anew without a new process, and says so: but of several instances, only one answered.
  const age = trees.length > 1 ? Math.max(...oldest) : Math.min(...oldest, ...reported);
  const now = (table?.ok ? table.value.now : null) ?? checkout.now;
  return now - age;
}

function workersOf({ members }: Tree, parents: ReadonlyMap<number, number>): Process[] {
  const above = new Set(members.flatMap(({ pid }) => lineage(pid, parents).slice(1)));
  return members.filter(({ pid }) => !above.has(pid));
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
