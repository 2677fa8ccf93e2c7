import { describe, expect, it } from 'vitest';
import { ada, guest, knox } from '../../support/remediation/people.ts';
import { minutes, requested } from '../../support/remediation/scene.ts';

describe('before the modal of Deny opens', () => {
  it.each([
    ['who asked', knox],
    ['an approver', ada],
  ])('%s is let through, and nothing is decided', async (_, who) => {
    const { world, remediation, id } = await requested();
    const before = world.journal.length;
    await remediation.mayDeny(id, who);
    expect(await world.stateOf(id)).toBe('requested');
    expect(world.journal).toHaveLength(before);
  });

  it('others are refused, and that is written down', async () => {
    const { world, remediation, id } = await requested();
    await expect(remediation.mayDeny(id, guest)).rejects.toThrow('no approver role');
    expect(world.journal.slice(-2)).toMatchObject([
      { event: 'click', data: { button: 'deny', by: { id: guest.id } } },
      { event: 'refused' },
    ]);
    expect(await world.stateOf(id)).toBe('requested');
  });

  it('comes too late for what is decided, has expired, or is not there', async () => {
    const { world, remediation, id } = await requested();
    await expect(remediation.mayDeny('id-9', ada)).rejects.toThrow('has expired');
    world.now += minutes(15);
    await expect(remediation.mayDeny(id, ada)).rejects.toThrow('has expired');
    expect(await world.stateOf(id)).toBe('expired');
    const again = await requested();
    await again.remediation.deny(again.id, ada, 'no');
    await expect(again.remediation.mayDeny(again.id, ada)).rejects.toThrow('Ada has denied it: no');
  });
});
