import type { Service } from '../../../inventory/manifest.ts';
import { checkoutOf, SLACK_SECONDS, startedAt } from './checkout-of.ts';
import type { Checkout } from './checkout-of.ts';
import type { Situation } from '../../rule.ts';

export type Laid = NonNullable<Checkout['laid']>;

/** A release without git that a service runs from, by its file REVISION. @returns null where there is none */
export function laidReleaseOf(situation: Situation, service: Service): Laid | null {
  const checkout = checkoutOf(situation, service);
  return checkout?.ok ? checkout.value.laid : null;
}

/**
 * Did the service start since the release was laid there, so that it runs it? `unknown`: between the two times, or
 * nobody knows when it started.
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
