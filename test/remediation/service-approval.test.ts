import { describe, expect, it } from 'vitest';
import { ada, eve, guest, knox, robot } from '../support/remediation/people.ts';
import { minutes, requested, restart } from '../support/remediation/scene.ts';

describe('an approval', () => {
  it('runs exactly the plan, once, and ends verified', async () => {
    const { world, remediation, id } = await requested();
    await remediation.approve(id, ada);
    expect(world.runs.map(({ argv, host }) => ({ argv, host }))).toEqual([
      { argv: ['docker', 'restart', 'log-shipper'], host: 'knox@10.0.0.5:22' },
    ]);
    expect(world.cards.map(({ state }) => state)).toEqual(['requested', 'approved', 'succeeded']);
    expect(world.journal.map(({ event }) => event)).toEqual([
      'request',
      'requested',
      'click',
      'approved',
      'permit',
      'execute',
      'ran',
      'outcome',
    ]);
  });

  it.each([
    ['who asked', knox, 'approve your own request'],
    ['who has no role for it', guest, 'no approver role'],
    ['a bot', robot, 'bots cannot approve'],
  ])('of %s is refused, and written down', async (_, who, why) => {
    const { world, remediation, id } = await requested();
    await expect(remediation.approve(id, who)).rejects.toThrow(why);
    expect(await world.stateOf(id)).toBe('requested');
    expect(world.runs).toEqual([]);
    expect(world.journal.slice(-2)).toMatchObject([
      { event: 'click', approval: id, data: { by: { id: who.id } } },
      { event: 'refused', approval: id },
    ]);
  });

  it('by who asked counts where the manifest asks for no four eyes', async () => {
    const { world, remediation, id } = await requested();
    world.manifest = { ...world.manifest, policy: { four_eyes: false, approval_ttl_ms: 900_000 } };
    await remediation.approve(id, knox);
    expect(world.runs).toHaveLength(1);
  });

  it('by three in the same instant is carried out once, and two are told so', async () => {
    const { world, remediation, id } = await requested();
    const clicks = await Promise.allSettled(
      [ada, eve, { ...ada, id: '12' }].map((who) => remediation.approve(id, who)),
    );
    expect(clicks.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const told = clicks.flatMap((click) => (click.status === 'rejected' ? [String(click.reason)] : []));
    expect(told).toEqual(Array.from({ length: 2 }, () => expect.stringContaining('has approved it already')));
    expect(world.runs).toHaveLength(1);
  });

  it('after 15 minutes runs nothing', async () => {
    const { world, remediation, id } = await requested();
    world.now += minutes(15);
    await expect(remediation.approve(id, ada)).rejects.toThrow('expired');
    expect(await world.stateOf(id)).toBe('expired');
    await expect(remediation.approve(id, ada)).rejects.toThrow('expired');
    expect(world.runs).toEqual([]);
  });

  it('after a denial runs nothing, and says who denied it and why', async () => {
    const { world, remediation, id } = await requested();
    await remediation.deny(id, ada, 'not on a Sunday');
    await expect(remediation.approve(id, eve)).rejects.toThrow('Ada has denied it: not on a Sunday');
    expect(world.runs).toEqual([]);
  });

  it('is refused while the latest edit of the manifest is broken, and counts once it is mended', async () => {
    const { world, remediation, id } = await requested();
    world.warning = 'manifest.yaml: services[0].name: missing';
    await expect(remediation.approve(id, ada)).rejects.toThrow('latest edit of the manifest is broken');
    world.warning = null;
    await remediation.approve(id, ada);
    expect(world.runs).toHaveLength(1);
  });

  it('is refused by a bot that does not hold the state', async () => {
    const { world, remediation, id } = await requested();
    world.held = false;
    await expect(remediation.approve(id, ada)).rejects.toThrow('does not hold the state');
    expect(world.runs).toEqual([]);
  });

  it('is one attempt an hour for a finding', async () => {
    const { world, remediation, id } = await requested();
    world.exec = async () => ({});
    await remediation.approve(id, ada);
    expect(await world.stateOf(id)).toBe('unverified');
    world.now += minutes(59);
    await expect(remediation.request(restart('log-shipper'), knox)).rejects.toThrow('tried 59 minutes ago');
    world.now += minutes(2);
    const again = await remediation.request(restart('log-shipper'), knox);
    await remediation.approve(again.id, ada);
    expect(world.runs).toHaveLength(2);
  });
});
