import type { Finding } from '../../../src/findings/finding.ts';
import type { OpenFinding } from '../../../src/findings/open-finding.ts';

/** The ledger's record of a finding that a full audit saw, and that was not reported yet. */
export function anOpenFinding(finding: Finding, over: Partial<OpenFinding> = {}): OpenFinding {
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
