import { describe, expect, it } from 'vitest';
import { Approval, isEnd, lateAttempt, moved, openTwin } from '../../src/remediation/approval.ts';
import { epochMs, isoInstant } from '../../src/time/instant.ts';
import { auditedAt } from '../support/builders.ts';
import { anApproval } from '../support/remediation/moment.ts';
import { anOutcome } from '../support/remediation/outcome.ts';

const now = epochMs(auditedAt);

/** What may follow what, written out. */
const table: Record<Approval['state'], Approval['state'][]> = {
  requested: ['approved', 'denied', 'expired', 'blocked'],
  approved: ['executing', 'expired', 'blocked'],
  executing: ['succeeded', 'failed', 'unverified', 'outcome_unknown'],
  succeeded: [],
  failed: [],
  unverified: [],
  denied: [],
  expired: [],
  blocked: [],
  outcome_unknown: [],
};
const states = Object.keys(table) as Approval['state'][];

describe('an approval', () => {
  it.each(states)('moves from %s only to what may follow', async (from) => {
    const approval = { ...(await anApproval()), state: from };
    const next = states.filter((state) => moved(approval, state, now) !== null);
    expect(next.toSorted()).toEqual(table[from].toSorted());
    expect(isEnd(from)).toBe(next.length === 0);
  });

  it.each(states)('is read again from the state as %s', async (state) => {
    for (const finding of ['gone', 'stands', 'unseen', 'pending'] as const) {
      const stored = { ...(await anApproval()), state, outcome: anOutcome({ finding }) };
      expect(Approval.parse(stored)).toEqual(stored);
    }
  });

  it.each<[Approval['state'], Approval['state'], string[]]>([
    ['requested', 'approved', ['decided_at']],
    ['requested', 'denied', ['decided_at', 'ended_at']],
    ['requested', 'expired', ['ended_at']],
    ['approved', 'executing', ['started_at']],
    ['executing', 'failed', ['ended_at']],
  ])('that goes from %s to %s notes %j', async (from, to, noted) => {
    const times = { decided_at: null, started_at: null, ended_at: null };
    const next = moved({ ...(await anApproval()), ...times, state: from }, to, now);
    const set = Object.keys(times).filter((key) => next?.[key as keyof typeof times] === auditedAt);
    expect(set).toEqual(noted);
  });

  it('counts an attempt on the same finding for an hour, by whatever action, unless nothing was sent', async () => {
    const base = await anApproval();
    const tried = (minutesAgo: number, over: Partial<Approval> = {}): Approval => ({
      ...base,
      id: 'other',
      state: 'failed',
      action: 'restart-systemd-unit',
      started_at: isoInstant(now - minutesAgo * 60_000),
      ...over,
    });
    const outcome = { sent: false, exit_status: null, signal: null, output: '', truncated: false } as const;
    const unsent = { ...outcome, finding: 'pending', detail: null } as const;
    const another = base.finding && { ...base.finding, id: 'another' };
    expect(lateAttempt([tried(59)], base, now)).not.toBeNull();
    // A clock that was set back does not open the door again.
    expect(lateAttempt([tried(-30)], base, now)).not.toBeNull();
    expect(lateAttempt([tried(60)], base, now)).toBeNull();
    expect(lateAttempt([tried(1, { outcome: unsent })], base, now)).toBeNull();
    expect(lateAttempt([tried(1, { finding: another })], base, now)).toBeNull();
    expect(lateAttempt([tried(1, { id: base.id })], base, now)).toBeNull();
  });

  it('has a twin while the same is asked for', async () => {
    const base = await anApproval();
    expect(openTwin([{ ...base, id: 'other' }], base)).not.toBeNull();
    expect(openTwin([{ ...base, id: 'other', state: 'denied' }], base)).toBeNull();
    expect(openTwin([base], base)).toBeNull();
  });
});
