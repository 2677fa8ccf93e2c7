import { describe, expect, it } from 'vitest';
import { ada, knox } from '../../support/remediation/people.ts';
import { restart } from '../../support/remediation/scene.ts';
import { createWorld } from '../../support/remediation/world.ts';
import type { Tools } from '../../../src/remediation/tools.ts';

/** A click on Approve by Ada, with other tools. */
async function clicked(over: Partial<Tools> = {}, world = createWorld()) {
  const remediation = world.start(over);
  const { id } = await remediation.request(restart('log-shipper'), knox);
  await remediation.approve(id, ada);
  return { world, approval: (await world.approvals()).find((each) => each.id === id) };
}

describe('a click on Approve', () => {
  it('is written down as one', async () => {
    const { world } = await clicked();
    expect(world.journal.find(({ event }) => event === 'click')).toMatchObject({
      data: { button: 'approve', by: { id: ada.id } },
    });
  });

  it('is followed by an audit where something was run', async () => {
    expect((await clicked()).world.audited).toEqual(['log-shipper']);
    const unsent = createWorld();
    unsent.lastLook = () => 'driftwatch changed container';
    expect((await clicked({}, unsent)).world.audited).toEqual([]);
  });

  it('counts where that audit fails, with a line in the log', async () => {
    const warned: unknown[] = [];
    const error = new Error('no');
    const { approval } = await clicked({
      audited: async () => await Promise.reject(error),
      log: { error: () => {}, warn: (...words: unknown[]) => void warned.push(words) },
    });
    expect(approval?.state).toBe('succeeded');
    await expect
      .poll(() => warned)
      .toEqual([[{ err: error, approval: approval?.id }, 'the audit afterwards failed']]);
  });

  it('does nothing where the journal is not what was written', async () => {
    const world = createWorld();
    const { id } = await world.start().request(restart('log-shipper'), knox);
    world.anchor += 1;
    const before = await world.approvals();
    await expect(world.start().approve(id, ada)).rejects.toThrow('restored from a backup');
    expect(await world.approvals()).toEqual(before);
  });

  it('tells what the run said together with what was seen', async () => {
    const world = createWorld();
    world.exec = async () => {
      world.sick.clear();
      world.blind = true;
      return { end: 'deadline', status: null };
    };
    const { approval } = await clicked({}, world);
    expect(approval?.outcome?.detail).toBe(
      'it had not ended after 120 s, and may still run; not every fact that it depends on could be seen',
    );
  });

  it('has no detail where there is nothing to say', async () => {
    expect((await clicked()).approval?.outcome?.detail).toBeNull();
  });

  it('fails, and runs nothing, where the run cannot be written down', async () => {
    const world = createWorld();
    const remediation = world.start();
    const { id } = await remediation.request(restart('log-shipper'), knox);
    world.edit = null;
    const failing = world.start({
      journal: {
        objection: async () => null,
        finding: async () => null,
        renew: async () => {},
        append: async (event: string) => {
          if (event === 'execute') throw new Error('disk full');
        },
      },
    });
    await expect(failing.approve(id, ada)).rejects.toThrow('disk full');
    expect(world.runs).toEqual([]);
    expect((await world.approvals())[0]).toMatchObject({
      state: 'failed',
      outcome: { sent: false, detail: 'the journal could not be written' },
    });
  });
});
