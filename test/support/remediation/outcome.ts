import type { Outcome } from '../../../src/remediation/approval.ts';

/** What was run, ended well, and removed its finding. */
export function anOutcome(over: Partial<Outcome> = {}): Outcome {
  return {
    sent: true,
    exit_status: 0,
    signal: null,
    output: '',
    truncated: false,
    finding: 'gone',
    detail: null,
    ...over,
  };
}
