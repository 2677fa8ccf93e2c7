import type { Finding, Found } from './finding.ts';

export type Lifecycle = {
  /** what stands now, in the order of `current`: `new`, or since when it stood already */
  findings: Finding[];
  /** what stood before and was looked for in vain */
  resolved: Finding[];
  /** what stood before and could not be looked for: neither open nor resolved, to be kept for the next audit */
  unseen: Finding[];
};

/**
 * What changed since the last audit. A finding is the same if its id is.
 * @param previous the findings that stood after the last audit; null if there was none
 * @param now ISO instant
 * @param couldSee whether this audit saw the facts that a previous finding rests on: what nobody looked at is not resolved
 */
export function applyLifecycle(
  previous: readonly Finding[] | null,
  current: readonly Found[],
  now: string,
  couldSee: (finding: Finding) => boolean,
): Lifecycle {
  const before = new Map((previous ?? []).map((finding) => [finding.id, finding]));
  const findings = current.map((found): Finding => {
    const known = before.get(found.id);
    if (!known) return { ...found, status: 'new', first_seen: now };
    const status = known.status === 'acknowledged' ? 'acknowledged' : 'ongoing';
    return { ...found, status, first_seen: known.first_seen };
  });
  const standing = new Set(current.map(({ id }) => id));
  const gone = [...before.values()].filter(({ id }) => !standing.has(id));
  return {
    findings,
    resolved: gone.filter((finding) => couldSee(finding)),
    unseen: gone.filter((finding) => !couldSee(finding)),
  };
}
