import type { Finding } from '../../../src/findings/finding.ts';
import type { Standing } from '../../../src/findings/standing.ts';

/** What the ledger knows of a finding that a full audit saw, and that nobody was told of yet. */
export function aStanding(finding: Finding, over: Partial<Standing> = {}): Standing {
  return {
    finding,
    told: null,
    acknowledged: null,
    sightings: [],
    suspect: false,
    persisting: null,
    stayed: [],
    looks: 0,
    copies: null,
    misses: 0,
    clear_at: null,
    told_at: null,
    ...over,
  };
}
