import { describe, expect, it } from 'vitest';
import { aManifest } from '../support/remediation/manifest.ts';
import { ada, knox } from '../support/remediation/people.ts';
import { minutes, requested, restart } from '../support/remediation/scene.ts';

describe('the round', () => {
  it('lets requests expire, once', async () => {
    const { world, remediation } = await requested();
    world.now += minutes(16);
    await remediation.round();
    await remediation.round();
    expect(world.cards.map(({ state }) => state)).toEqual(['requested', 'expired']);
  });

  it('forgets what ended over 30 days ago', async () => {
    const { world, remediation, id } = await requested();
    await remediation.deny(id, ada, 'no');
    world.now += minutes(60 * 24 * 31);
    world.manifest = aManifest();
    await remediation.request(restart('metrics'), knox);
    expect((await world.approvals()).map(({ service }) => service)).toEqual(['metrics']);
  });
});
