import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/text/user-error.ts';
import { ada } from '../support/remediation/people.ts';
import { requested } from '../support/remediation/scene.ts';

describe('after a crash', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15])(
    'at step %i of a click nothing runs again by itself, and the card tells the end',
    async (steps) => {
      const { world, remediation, id } = await requested();
      world.crashIn = steps;
      await remediation.approve(id, ada).catch(() => null);
      world.crashIn = Number.POSITIVE_INFINITY;
      const before = world.runs.length;
      const next = world.start();
      await next.round();
      expect(world.runs).toHaveLength(before);
      const state = (await world.stateOf(id)) ?? '';
      // Between the note that it is about to run and the run itself nobody can say whether it ran.
      const ends =
        before === 1 ? ['outcome_unknown', 'succeeded'] : ['requested', 'expired', 'outcome_unknown'];
      expect(ends).toContain(state);
      expect(world.cards.at(-1)?.state).toBe(state);
      const late =
        state === 'requested' ? null : await next.approve(id, ada).catch((error: unknown) => error);
      expect(late === null || late instanceof UserError).toBe(true);
      expect(world.runs.length).toBe(before);
    },
  );

  it('in the middle of a run the outcome is unknown, and the finding is looked at', async () => {
    const { world, remediation, id } = await requested();
    world.exec = async () => {
      world.sick.delete('log-shipper');
      world.generation += 1;
      return {};
    };
    await remediation.approve(id, ada).catch(() => null);
    expect(await world.stateOf(id)).toBe('executing');
    await world.start().round();
    const [approval] = await world.approvals();
    expect(approval).toMatchObject({
      state: 'outcome_unknown',
      outcome: { finding: 'gone', exit_status: null },
    });
    expect(world.runs).toHaveLength(1);
  });

  it('a request still waits, and can be approved', async () => {
    const { world, id } = await requested();
    world.generation += 1;
    const next = world.start();
    await next.round();
    await next.approve(id, ada);
    expect(world.runs).toHaveLength(1);
  });
});
