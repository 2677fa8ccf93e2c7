import { describe, expect, it } from 'vitest';
import { ada, knox } from '../../support/remediation/people.ts';
import { minutes, requested, restart } from '../../support/remediation/scene.ts';

describe('a round', () => {
  it('says why what expired did, in the journal too', async () => {
    const { world, remediation } = await requested();
    world.now += minutes(15);
    await remediation.round();
    expect((await world.approvals())[0]).toMatchObject({
      state: 'expired',
      reason: 'nobody approved it in time',
    });
    expect(world.journal.at(-1)).toMatchObject({
      event: 'expired',
      data: { reason: 'nobody approved it in time' },
    });
  });

  it('lets what was approved expire once the bot has stopped first', async () => {
    const { world, remediation, id } = await requested();
    // It stops right after the decision is stored.
    world.crashIn = 3;
    await remediation.approve(id, ada).catch(() => null);
    world.crashIn = Number.POSITIVE_INFINITY;
    await world.start().round();
    expect((await world.approvals())[0]).toMatchObject({
      state: 'expired',
      reason: 'the bot stopped first: nothing was run',
    });
    expect(world.runs).toEqual([]);
  });

  it('does nothing while the bot does not hold the state', async () => {
    const { world, remediation } = await requested();
    world.now += minutes(16);
    world.held = false;
    await remediation.round();
    expect((await world.approvals())[0]?.state).toBe('requested');
  });

  it('is one at a time, and the next comes after it', async () => {
    const { world, remediation } = await requested();
    await remediation.request(restart('metrics'), knox);
    world.now += minutes(16);
    await Promise.all([remediation.round(), remediation.round()]);
    expect(world.journal.filter(({ event }) => event === 'expired')).toHaveLength(2);
    expect(world.cards.filter(({ state }) => state === 'expired')).toHaveLength(2);
    world.now += minutes(60);
    await remediation.request(restart('metrics'), knox);
    world.now += minutes(16);
    await remediation.round();
    expect(world.journal.filter(({ event }) => event === 'expired')).toHaveLength(3);
  });

  it('shows what Discord did not take before', async () => {
    const { world } = await requested();
    const post = async () => {
      throw new Error('no');
    };
    const deaf = world.start({ cards: { post, edit: post } });
    await deaf.request(restart('metrics'), knox);
    world.now += minutes(1);
    await world.start().round();
    expect(world.cards).toEqual([
      { id: 'id-1', state: 'requested' },
      { id: 'id-2', state: 'requested' },
    ]);
  });
});
