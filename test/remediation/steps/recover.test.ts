import { describe, expect, it } from 'vitest';
import type { Approval, Outcome } from '../../../src/remediation/approval.ts';
import { recover } from '../../../src/remediation/steps/recover.ts';
import { anApproval } from '../../support/remediation/moment.ts';
import { anOutcome } from '../../support/remediation/outcome.ts';
import { reprobedFrom } from '../../support/remediation/reprobed.ts';
import { createWorld } from '../../support/remediation/world.ts';

/** What becomes of an approval that was executing, with this outcome, when the bot stopped; it looks healthy now. */
async function recovered(outcome: Outcome | null, sick = false) {
  const world = createWorld();
  if (!sick) world.sick.clear();
  const held: { approval: Approval; looks: number } = {
    approval: { ...(await anApproval()), state: 'executing', outcome },
    looks: 0,
  };
  await recover(held.approval, {
    now: () => world.now,
    pause: async () => {},
    source: { current: async () => ({ manifest: world.manifest, notes: [], warning: null }) },
    reprobe: async () => {
      held.looks += 1;
      return reprobedFrom(world, world.manifest.services[0]!);
    },
    journal: { append: async () => {} },
    records: {
      change: async (_id: string, change: (approval: Approval) => Approval | null) => {
        const next = change(held.approval);
        held.approval = next ?? held.approval;
        return next;
      },
    },
    cards: {
      post: async () => ({ channel: 'c', message: 'm' }),
      edit: async () => ({ channel: 'c', message: 'm' }),
    },
  } as never);
  const { state, shown } = held.approval;
  return { state, looks: held.looks, shown, outcome: held.approval.outcome };
}

const pending = { finding: 'pending', detail: null } as const;

describe('what was running when the bot stopped', () => {
  it('ends unknown where nobody was told anything, and is looked at once', async () => {
    expect(await recovered(null)).toEqual({
      state: 'outcome_unknown',
      looks: 1,
      shown: 'outcome_unknown gone',
      outcome: {
        sent: true,
        exit_status: null,
        signal: null,
        output: '',
        truncated: false,
        finding: 'gone',
        detail: 'the bot stopped while it ran, and does not run it again',
      },
    });
  });

  it.each<[string, Outcome, boolean, Approval['state'], number]>([
    ['that ended well', anOutcome(pending), false, 'succeeded', 1],
    ['that ended well, and still stands', anOutcome(pending), true, 'unverified', 1],
    ['that ended badly', anOutcome({ ...pending, exit_status: 1 }), false, 'failed', 1],
    ['without an end', anOutcome({ ...pending, exit_status: null }), false, 'outcome_unknown', 1],
    ['that was never sent', anOutcome({ ...pending, sent: false, exit_status: null }), false, 'failed', 0],
  ])('with an outcome %s', async (_, outcome, sick, state, looks) => {
    expect(await recovered(outcome, sick)).toMatchObject({ state, looks });
  });
});
