import { describe, expect, it } from 'vitest';
import type { Approval } from '../../src/remediation/approval.ts';
import { fixOf } from '../../src/remediation/fix-of.ts';
import { auditedAt } from '../support/builders.ts';
import { anApproval } from '../support/remediation/moment.ts';
import { anOutcome } from '../support/remediation/outcome.ts';
import { findingOf } from '../support/remediation/reprobed.ts';

describe('what a remediation may have ended', () => {
  it.each(['gone', 'stands', 'unseen'] as const)(
    'is told where it ran and its finding is %s',
    async (finding) => {
      expect(fixOf({ ...(await anApproval()), outcome: anOutcome({ finding }) })).toEqual({
        finding: findingOf('log-shipper'),
        service: 'log-shipper',
        action: 'restart-container',
        by: { id: '8', name: 'Ada' },
        at: auditedAt,
        verified: finding === 'gone',
      });
    },
  );

  it.each<[string, Partial<Approval>]>([
    ['no finding', { finding: null }],
    ['nobody who approved it', { decided_by: null }],
    ['no time of a decision', { decided_at: null }],
    ['no outcome', { outcome: null }],
    ['an outcome of nothing sent', { outcome: anOutcome({ sent: false }) }],
  ])('is nothing with %s', async (_, over) => {
    expect(fixOf({ ...(await anApproval()), outcome: anOutcome(), ...over })).toBeNull();
  });
});
