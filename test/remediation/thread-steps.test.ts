import { describe, expect, it } from 'vitest';
import type { Approval } from '../../src/remediation/approval.ts';
import { withThreadSteps } from '../../src/remediation/thread-steps.ts';
import { anApproval } from '../support/remediation/moment.ts';
import { anOutcome } from '../support/remediation/outcome.ts';
import { findingOf } from '../support/remediation/reprobed.ts';

/** What the thread of its alert is told when the card of such an approval is posted, or edited. */
async function told(over: Partial<Approval>, how: 'post' | 'edit' = 'post') {
  const approval = { ...(await anApproval()), ...over };
  const steps: unknown[][] = [];
  const place = { channel: 'logs', message: 'm' };
  const cards = withThreadSteps(
    { post: async () => place, edit: async () => place },
    async (finding, step) => {
      expect(finding).toBe(findingOf('log-shipper'));
      expect(step.about).toBe('log-shipper');
      steps.push([step.what, step.by, step.at]);
    },
  );
  expect(how === 'post' ? await cards.post(approval) : await cards.edit(place, approval)).toEqual(place);
  return steps;
}

describe('the thread of an alert', () => {
  const decided_at = '2026-03-29T12:01:00.000Z';
  const ended_at = '2026-03-29T12:02:00.000Z';
  const asked = ['asked', 'Knox', expect.any(String)];
  const approved = ['approved', 'Ada', decided_at];
  const done = ['done', null, ended_at];

  it.each<[string, Partial<Approval>, unknown[]]>([
    ['asked for', { state: 'requested', decided_by: null, decided_at: null }, [asked]],
    ['denied', { state: 'denied', ended_at }, [asked]],
    ['approved', {}, [asked, approved]],
    ['approved by nobody known', { decided_by: null }, [asked]],
    ['approved at no known time', { decided_at: null }, [asked]],
    ['run', { outcome: anOutcome() }, [asked, approved]],
    ['ended with nothing sent', { ended_at, outcome: anOutcome({ sent: false }) }, [asked, approved]],
    ['ended without an outcome', { ended_at }, [asked, approved]],
    ['verified', { ended_at, outcome: anOutcome() }, [asked, approved, done, ['verified', null, ended_at]]],
    [
      'not verified',
      { ended_at, outcome: anOutcome({ finding: 'unseen' }) },
      [asked, approved, done, ['failed', null, ended_at]],
    ],
    ['of no finding', { finding: null }, []],
  ])('says what was %s', async (_, over, steps) => {
    expect(await told({ decided_at, ...over })).toEqual(steps);
    expect(await told({ decided_at, ...over }, 'edit')).toEqual(steps);
  });
});
