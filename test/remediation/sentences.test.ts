import { describe, expect, it } from 'vitest';
import type { Approval } from '../../src/remediation/approval.ts';
import { relativeMinutes, stateText } from '../../src/remediation/sentences.ts';
import { isoInstant } from '../../src/time/instant.ts';
import { anApproval } from '../support/remediation/moment.ts';

describe('a button of a request that is decided', () => {
  const carried = 'Ada has approved it already, and it is being carried out.';
  const over = 'Ada has approved it, and it has ended: the card shows the result.';
  it.each<[Approval['state'], string | null, string]>([
    ['requested', null, 'It is waiting for a decision.'],
    ['approved', null, carried],
    ['executing', null, carried],
    ['succeeded', null, over],
    ['failed', null, over],
    ['unverified', null, over],
    ['denied', null, 'Ada has denied it. Request again if that has changed.'],
    ['denied', 'not now', 'Ada has denied it: not now. Request again if that has changed.'],
    ['expired', null, 'It has expired. Request a new one.'],
    ['expired', 'too late', 'It has expired: too late. Request a new one.'],
    ['blocked', null, 'It was blocked.'],
    ['blocked', 'it trades', 'It was blocked: it trades.'],
    ['outcome_unknown', null, 'How it ended is unknown. Check the machine, then request again.'],
  ])('says of %s with the reason %s: %s', async (state, reason, text) => {
    const decided_by = { ...(await anApproval()).decided_by!, name: 'Ada' };
    expect(stateText({ ...(await anApproval()), state, reason, decided_by })).toBe(text);
  });

  it('names nobody where nobody is known', async () => {
    expect(stateText({ ...(await anApproval()), state: 'denied', decided_by: null })).toContain(
      'Somebody has denied it',
    );
  });

  it.each([
    [0, '0 minutes ago'],
    [60_000, '1 minute ago'],
    [720_000, '12 minutes ago'],
    [-60_000, '0 minutes ago'],
  ])('counts %i ms as %s', (ms, text) => {
    expect(relativeMinutes(isoInstant(1_000_000_000_000), 1_000_000_000_000 + ms)).toBe(text);
  });
});
