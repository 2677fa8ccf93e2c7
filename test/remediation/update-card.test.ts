import { describe, expect, it } from 'vitest';
import type { Approval } from '../../src/remediation/approval.ts';
import { isShown, updateCard } from '../../src/remediation/update-card.ts';
import { epochMs } from '../../src/time/instant.ts';
import { anApproval } from '../support/remediation/moment.ts';

const card = { channel: 'logs', message: 'm' };

describe('the card of an approval', () => {
  it.each<[string, Partial<Approval>, number, boolean]>([
    ['shows its state', { shown: 'approved ', card }, 0, true],
    ['shows an earlier state', { shown: 'requested ', card }, 0, false],
    ['is being posted', { card: null, shown: null }, 59_999, true],
    ['was not posted within a minute', { card: null, shown: null }, 60_000, false],
    ['is none: it was blocked', { state: 'blocked', card: null, shown: null }, 3_600_000, true],
    [
      'of what is blocked now shows an earlier state',
      { state: 'blocked', card, shown: 'requested ' },
      0,
      false,
    ],
  ])('%s', async (_, over, waited, shown) => {
    const approval = { ...(await anApproval()), ...over };
    expect(isShown(approval, epochMs(approval.requested_at) + waited)).toBe(shown);
  });

  it.each([
    ['posted', null],
    ['edited', card],
  ] as const)('is %s', async (how, before) => {
    const calls: string[] = [];
    const approval = { ...(await anApproval()), card: before };
    const next = await updateCard(approval, {
      cards: {
        post: async () => (calls.push('posted'), card),
        edit: async () => (calls.push('edited'), card),
      },
      records: {
        change: async (_id: string, change: (held: Approval, all: Approval[]) => Approval | null) =>
          change(approval, []),
      },
    } as never);
    expect(calls).toEqual([how]);
    expect(next).toEqual({ ...approval, card, shown: 'approved ' });
  });

  it('is left to the next round where Discord does not take it, with a line in the log', async () => {
    const warned: unknown[] = [];
    const approval = { ...(await anApproval()), card: null };
    const error = new Error('no');
    const post = async () => await Promise.reject(error);
    const log = { warn: (...words: unknown[]) => warned.push(words) };
    expect(await updateCard(approval, { cards: { post }, log } as never)).toBe(approval);
    expect(warned).toEqual([
      [{ err: error, approval: approval.id }, 'the card of a remediation could not be shown'],
    ]);
  });
});
