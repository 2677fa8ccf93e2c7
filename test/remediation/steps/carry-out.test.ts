import { describe, expect, it } from 'vitest';
import { ada, knox } from '../../support/remediation/people.ts';
import { reprobedFrom } from '../../support/remediation/reprobed.ts';
import { restart } from '../../support/remediation/scene.ts';
import { containerText } from '../../support/remediation/guard-text.ts';
import { createWorld } from '../../support/remediation/world.ts';

describe('what was approved', () => {
  it('is not run where the machine does not answer by now', async () => {
    const world = createWorld();
    let away = false;
    const remediation = world.start({
      reprobe: async (_manifest, service) => {
        const seen = reprobedFrom(world, service);
        return away ? { ...seen, findings: [], facts: {}, unreachable: 'no route to host' } : seen;
      },
    });
    const { id } = await remediation.request(restart('log-shipper'), knox);
    away = true;
    await remediation.approve(id, ada);
    expect((await world.approvals())[0]).toMatchObject({
      state: 'blocked',
      reason: 'box does not answer: no route to host',
    });
    expect(world.runs).toEqual([]);
  });

  it('is not run where what it would touch cannot be seen by now', async () => {
    const world = createWorld();
    let cut = false;
    const remediation = world.start({
      queryMachine: async () => (cut ? '== container\n' : containerText('log-shipper', {})),
    });
    const { id } = await remediation.request(restart('log-shipper'), knox);
    cut = true;
    await remediation.approve(id, ada);
    expect((await world.approvals())[0]).toMatchObject({
      state: 'blocked',
      reason: 'what it would touch could not be seen: the answer was cut off',
    });
    expect(world.runs).toEqual([]);
  });

  it('shows what came of the run while its effect is still looked for', async () => {
    const world = createWorld();
    world.exec = async () => ({ output: 'log-shipper\n' });
    const outcomes: unknown[] = [];
    const remediation = world.start({
      pause: async () => {
        outcomes.push((await world.approvals())[0]?.outcome);
        world.sick.clear();
      },
    });
    const { id } = await remediation.request(restart('log-shipper'), knox);
    await remediation.approve(id, ada);
    expect(outcomes[0]).toMatchObject({ sent: true, finding: 'pending', output: 'log-shipper' });
  });
});
