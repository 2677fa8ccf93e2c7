import type { Service } from '../../../inventory/manifest.ts';
import type { MachineFacts } from '../../../facts/machine-facts.ts';
import type { Observation } from '../../../facts/observation.ts';
import type { Situation } from '../../rule.ts';

type Checkouts = NonNullable<MachineFacts['checkout']>;
export type Checkout =
  Checkouts extends Observation<Record<string, Observation<infer Value>>> ? Value : never;

/** @returns null if the manifest names none, or no checkout of the machine was read (probe_failed reports that) */
export function checkoutOf(situation: Situation, service: Service): Observation<Checkout> | null {
  if (service.checkout === null) return null;
  const fact = situation.observations.machines[service.machine]?.facts.checkout;
  return fact?.ok ? (fact.value[service.name] ?? null) : null;
}

/** Clocks count whole seconds, and round differently. */
export const SLACK_SECONDS = 2;

/** A commit's date is of the clock of whoever made it. */
const COMMIT_SKEW_SECONDS = 300;

/** A program needs time to load its code, and to ask git for its commit. */
const LOADING_SECONDS = 60;

/** The commits that HEAD was at within a minute of the start: the service may have loaded any of them. */
export function headsAround(checkout: Checkout, started: number): string[] {
  const near = checkout.moves.filter(({ at }) => Math.abs(at - started) <= LOADING_SECONDS);
  return [...new Set(near.flatMap(({ from, to }) => [from, to]))].filter((sha) => !/^0+$/.test(sha));
}

/**
 * The commits that HEAD was at whose content of the service's own paths equals this one's: between them, the service did
 * not change. Empty if the manifest names no paths, or the commit has none of them.
 */
export function sameOwnPaths({ paths = {} }: Checkout, sha: string): string[] {
  const own = paths[sha];
  if (own === undefined || /^[- ]*$/.test(own)) return [];
  return Object.keys(paths).filter((each) => paths[each] === own);
}

/**
 * Where HEAD was when the service started. `unknown`: there is no reflog of that time, or the clock has been set back since
 * then, so that its times say nothing.
 */
export function headAtStart(
  checkout: Checkout,
  started: number,
): { sha: string | null; at: number | null } | 'unknown' {
  const last = checkout.moves.at(-1);
  if (checkout.head === null || last?.to !== checkout.head) {
    // The process cannot have started from a commit that is younger.
    const { committed_at, now } = checkout;
    const young =
      committed_at !== null &&
      committed_at > started + COMMIT_SKEW_SECONDS &&
      committed_at <= now + SLACK_SECONDS;
    return young ? { sha: null, at: checkout.committed_at } : 'unknown';
  }
  const later = checkout.moves.filter(({ at }) => at > started + SLACK_SECONDS);
  const first = later[0];
  if (!first) return { sha: checkout.head, at: null };
  if (last.at > checkout.now + SLACK_SECONDS) return 'unknown';
  // What was before the oldest entry is not known.
  if (first === checkout.moves[0] && first.from === checkout.head) return 'unknown';
  if (/^0+$/.test(first.from)) return { sha: null, at: first.at };
  return { sha: first.from, at: last.at };
}
