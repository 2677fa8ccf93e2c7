import type { Persisting } from '../findings/finding.ts';
import type { OpenFinding } from '../findings/open-finding.ts';

/** A process that stays for this many looks in a row, while others come and go, is not being handed over. */
export const LOOKS = 3;

/** Where none stays, this many looks in a row see too many: several that crash and are started again, not a restart. */
const UNSTABLE_LOOKS = 5;

/** How the processes that a finding is about have held, from look to look. */
export type Held = Pick<OpenFinding, 'stayed' | 'looks'> & {
  /** those of this look that the last one saw too */
  same: string[];
};

/** What this look adds to what the looks before it saw. */
export function held(persisting: Persisting | null, known: OpenFinding | null): Held {
  const ids = persisting?.ids ?? [];
  if (!persisting || !known?.persisting) return { same: [], stayed: ids, looks: 1 };
  const before = agesOf(known.persisting);
  const ages = agesOf(persisting);
  // A process that got younger is another one that was given the same pid.
  const same = ids.filter((id) => before.has(id) && (ages.get(id) ?? Infinity) >= (before.get(id) ?? 0));
  return { same, stayed: known.stayed.filter((id) => same.includes(id)), looks: known.looks + 1 };
}

/** Is it the same state as in the look before, or one that no restart explains? */
export function isPersistent({ more_than }: Persisting, { same, stayed, looks }: Held): boolean {
  return same.length > more_than || (looks >= LOOKS && stayed.length > 0) || looks >= UNSTABLE_LOOKS;
}

/** How many processes are too sure to be a restart of one: the smallest number that is announced. */
export function countOf(persisting: Persisting | null, { same }: Held, sure: boolean): number | null {
  if (!persisting) return null;
  return sure ? persisting.ids.length : Math.max(same.length, persisting.more_than + 1);
}

function agesOf({ ids, ages }: Persisting): Map<string, number | null> {
  return new Map(ids.map((id, index) => [id, ages?.[index] ?? null]));
}
