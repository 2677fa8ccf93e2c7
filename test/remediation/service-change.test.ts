import { describe, expect, it } from 'vitest';
import { withService } from '../support/remediation/manifest.ts';
import { ada } from '../support/remediation/people.ts';
import type { createWorld } from '../support/remediation/world.ts';
import { requested } from '../support/remediation/scene.ts';

describe('an approval after a change', () => {
  it.each<[string, (world: ReturnType<typeof createWorld>) => void, string]>([
    ['the finding is gone', (world) => world.sick.delete('log-shipper'), 'is no longer open'],
    [
      'the container has another name now',
      (world) => {
        world.manifest = withService(world.manifest, 'log-shipper', { docker_service: 'shipper-2' });
      },
      'no longer what was approved',
    ],
    [
      'the machine has another address',
      (world) => {
        world.manifest = {
          ...world.manifest,
          machines: [{ ...world.manifest.machines[0]!, host: '10.0.0.6' }],
        };
      },
      'no longer what was approved',
    ],
    [
      'it trades by now',
      (world) => {
        world.manifest = withService(world.manifest, 'log-shipper', { kind: 'trading' });
      },
      'is a trading service',
    ],
    [
      'it is stateful by now',
      (world) => {
        world.manifest = withService(world.manifest, 'log-shipper', { kind: 'stateful' });
      },
      'log-shipper is stateful',
    ],
    [
      'the service has left the manifest',
      (world) => {
        world.manifest = { ...world.manifest, services: world.manifest.services.slice(1) };
      },
      'the manifest no longer has a service log-shipper',
    ],
  ])('runs nothing where %s', async (_, change, why) => {
    const { world, remediation, id } = await requested();
    change(world);
    await remediation.approve(id, ada);
    const [approval] = await world.approvals();
    expect(approval).toMatchObject({ state: 'blocked', reason: expect.stringContaining(why) });
    expect(world.runs).toEqual([]);
  });
});
