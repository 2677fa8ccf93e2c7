import { expect, it } from 'vitest';
import { severityOf } from '../../../src/comparison/severity.ts';
import type { FindingType } from '../../../src/findings/finding-types.ts';
import { severities } from '../../../src/findings/severity.ts';
import type { Severity } from '../../../src/findings/severity.ts';
import { aService } from '../facts/observed.ts';

/**
 * The severities of a type, written by hand in the test of its rule: a table made from the catalogue would agree with
 * any mistake in it. test/findings/registry.test.ts names a type without one.
 * @param usual for risk tier CRITICAL, HIGH and LOW of a service that does not trade
 * @param trading for one that does, of any tier
 */
export function isRated(
  type: FindingType,
  usual: [critical: Severity, high: Severity, low: Severity],
  trading: Severity,
): void {
  it.each(severities.map((risk_tier, column) => ({ risk_tier, severity: usual[column] })))(
    `rates ${type} of risk tier $risk_tier as $severity, and as ${trading} where it trades`,
    ({ risk_tier, severity }) => {
      for (const kind of ['stateful', 'stateless', 'trading'] as const)
        expect([kind, severityOf(type, aService({ risk_tier, kind }), [], {}, 0)]).toEqual([
          kind,
          kind === 'trading' ? trading : severity,
        ]);
    },
  );
}
