import type { Service } from '../../../inventory/manifest.ts';
import { checkoutOf } from './checkout-of.ts';
import type { Checkout } from './checkout-of.ts';
import type { Situation } from '../../rule.ts';

export type Laid = NonNullable<Checkout['laid']>;

/** A release without git that a service runs from, identified by its REVISION file. @returns null if there is none */
export function laidReleaseOf(situation: Situation, service: Service): Laid | null {
  const checkout = checkoutOf(situation, service);
  return checkout?.ok ? checkout.value.laid : null;
}
