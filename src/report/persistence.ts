import type { Persisting } from '../findings/finding.ts';
import type { OpenFinding } from '../findings/open-finding.ts';

/** A process that is seen in this many consecutive looks is not part of a restart. */
export const LOOKS = 3;

/** If no process stays, this many consecutive looks with too many mean that several keep crashing, not a restart. */
const UNSTABLE_LOOKS = 5;

/** How the processes of a finding persist from look to look. */
export type Held = Pick<OpenFinding, 'stayed' | 'looks'> & {
  /** processes of this look that the last look saw too */
  same: string[];
};

/** Combines this look with the earlier ones. */
export function held(persisting: Persisting | null, known: OpenFinding | null): Held {
  const ids = persisting?.ids ?? [];
  if (!persisting || !known?.persisting) return { same: [], stayed: ids, looks: 1 };
  const before = agesOf(known.persisting);
  const ages = agesOf(persisting);
  // A process that got younger is another one with a reused pid.
  const same = ids.filter((id) => before.has(id) && (ages.get(id) ?? Infinity) >= (before.get(id) ?? 0));
  return { same, stayed: known.stayed.filter((id) => same.includes(id)), looks: known.looks + 1 };
}

/** Is it the same state as in the previous look, or one that a restart cannot explain? */
export function isPersistent({ more_than }: Persisting, { same, stayed, looks }: Held): boolean {
  return same.length > more_than || (looks >= LOOKS && stayed.length > 0) || looks >= UNSTABLE_LOOKS;
}

/** How many processes certainly run, and are not just a restart: the smallest number that is reported. */
export function countOf(persisting: Persisting | null, { same }: Held, sure: boolean): number | null {
  if (!persisting) return null;
  return sure ? persisting.ids.length : Math.max(same.length, persisting.more_than + 1);
}

function agesOf({ ids, ages }: Persisting): Map<string, number | null> {
  return new Map(ids.map((id, index) => [id, ages?.[index] ?? null]));
}
