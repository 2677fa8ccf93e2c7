import type { Service } from '../../../inventory/manifest.ts';
import type { MachineFacts } from '../../../facts/machine-facts.ts';
import type { Observation } from '../../../facts/observation.ts';
import type { Situation } from '../../rule.ts';

type Checkouts = NonNullable<MachineFacts['checkout']>;
export type Checkout =
  Checkouts extends Observation<Record<string, Observation<infer Value>>> ? Value : never;

/** @returns null where the manifest names none, and where none of the machine was read, which is probe_failed's */
export function checkoutOf(situation: Situation, service: Service): Observation<Checkout> | null {
  if (service.checkout === null) return null;
  const fact = situation.observations.machines[service.machine]?.facts.checkout;
  return fact?.ok ? (fact.value[service.name] ?? null) : null;
}

/** Clocks count whole seconds, and round as they like. */
export const SLACK_SECONDS = 2;

/** A program takes its time to load what it runs, and to ask which commit that is. */
const LOADING_SECONDS = 60;

/** The commits that HEAD was at within a minute of the start: a service that was starting may have loaded any of them. */
export function headsAround(checkout: Checkout, started: number): string[] {
  const near = checkout.moves.filter(({ at }) => Math.abs(at - started) <= LOADING_SECONDS);
  return [...new Set(near.flatMap(({ from, to }) => [from, to]))].filter((sha) => !/^0+$/.test(sha));
}

/**
 * The commits that HEAD was at and that have the service's own paths as this one has them: between them nothing of the
 * service changed. Empty where the manifest names no paths, or the commit has none of them.
 */
export function sameOwnPaths({ paths = {} }: Checkout, sha: string): string[] {
  const own = paths[sha];
  if (own === undefined || /^[- ]*$/.test(own)) return [];
  return Object.keys(paths).filter((each) => paths[each] === own);
}

/** Where HEAD was when the service started. `unknown`: no reflog tells. */
export function headAtStart(
  checkout: Checkout,
  started: number,
): { sha: string | null; at: number | null } | 'unknown' {
  const last = checkout.moves.at(-1);
  if (checkout.head === null || last?.to !== checkout.head) {
    // A commit that is younger than the process cannot be what it started from.
    const young = checkout.committed_at !== null && checkout.committed_at > started + SLACK_SECONDS;
    return young ? { sha: null, at: checkout.committed_at } : 'unknown';
  }
  const later = checkout.moves.filter(({ at }) => at > started + SLACK_SECONDS);
  const first = later[0];
  if (!first) return { sha: checkout.head, at: null };
  if (/^0+$/.test(first.from)) return { sha: null, at: first.at };
  return { sha: first.from, at: last.at };
}
