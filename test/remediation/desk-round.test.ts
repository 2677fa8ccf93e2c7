import { describe, expect, it } from 'vitest';
import { aManifest } from '../support/remediation/manifest.ts';
import { ada, knox } from '../support/remediation/people.ts';
import { minutes, requested, restart } from '../support/remediation/scene.ts';

describe('the round', () => {
  it('lets requests expire, once', async () => {
    const { world, desk } = await requested();
    world.now += minutes(16);
    await desk.round();
    await desk.round();
    expect(world.cards.map(({ state }) => state)).toEqual(['requested', 'expired']);
  });

  it('forgets what ended over 30 days ago', async () => {
    const { world, desk, id } = await requested();
    await desk.deny(id, ada, 'no');
    world.now += minutes(60 * 24 * 31);
    world.manifest = aManifest();
    await desk.request(restart('metrics'), knox);
    expect((await world.approvals()).map(({ service }) => service)).toEqual(['metrics']);
  });
});
