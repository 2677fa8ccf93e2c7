import { describe, expect, it } from 'vitest';
import { verify } from '../../../src/remediation/steps/verify.ts';
import type { Outcome } from '../../../src/remediation/approval.ts';
import { anApproval } from '../../support/remediation/moment.ts';
import { reprobedFrom } from '../../support/remediation/reprobed.ts';
import { createWorld } from '../../support/remediation/world.ts';

type World = ReturnType<typeof createWorld>;

/** What is seen afterwards; `look` sets the world up for each look, with its number. */
async function seen(
  look: (world: World, count: number) => void,
  pids: { before?: number | null | 'nobody remembers'; pid?: number | null } = {},
) {
  const { before = null, pid = 100 } = pids;
  const world = createWorld();
  const approval = await anApproval();
  const service = world.manifest.services[0]!;
  const remembered = before === 'nobody remembers' ? null : { ...reprobedFrom(world, service), pid: before };
  const steps: (number | 'look')[] = [];
  const result: Pick<Outcome, 'finding' | 'detail'> = await verify(approval, remembered, {
    pause: async (ms: number) => void steps.push(ms),
    source: {
      current: async () => {
        look(world, steps.filter((step) => step === 'look').length + 1);
        return { manifest: world.manifest, notes: [], warning: null };
      },
    },
    reprobe: async () => {
      steps.push('look');
      return { ...reprobedFrom(world, service), pid };
    },
  } as never);
  return { result, steps };
}

const cured = (world: World) => world.sick.clear();

describe('is the finding gone', () => {
  it.each<[string, number | null | 'nobody remembers', number | null, string | null]>([
    ['another process', 90, 100, 'its pid was 90, and is 100 now'],
    ['the same process', 100, 100, null],
    ['no pid before', null, 100, null],
    ['no pid now', 90, null, null],
    ['nobody who remembers', 'nobody remembers', 100, null],
  ])('yes, with %s', async (_, before, pid, detail) => {
    const { result, steps } = await seen(cured, { before, pid });
    expect(result).toEqual({ finding: 'gone', detail });
    expect(steps).toEqual([2000, 'look']);
  });

  it('yes, at the third look', async () => {
    const { result, steps } = await seen((world, count) => (count === 3 ? cured(world) : undefined));
    expect(result.finding).toBe('gone');
    expect(steps).toEqual([2000, 'look', 5000, 'look', 15_000, 'look']);
  });

  it('no, where it stands at the last look', async () => {
    const { result, steps } = await seen(() => {});
    expect(result).toEqual({ finding: 'stands', detail: null });
    expect(steps.filter((step) => step === 'look')).toHaveLength(4);
  });

  it.each<[string, (world: World) => void]>([
    ['the service is no longer in the manifest', (world) => (world.manifest.services = [])],
    [
      'not every fact that it depends on could be seen',
      (world) => {
        cured(world);
        world.blind = true;
      },
    ],
    [
      'it has not settled yet',
      (world) => {
        cured(world);
        world.containers['log-shipper'] = { health: 'starting' };
      },
    ],
  ])('nobody knows, where %s', async (detail, look) => {
    expect((await seen(look)).result).toEqual({ finding: 'unseen', detail });
  });
});
