import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/text/user-error.ts';
import { readEvidence, sealOf } from '../../src/remediation/guard/evidence.ts';
import { containerText, idOf, neighbourRow } from '../support/remediation/guard-text.ts';
import { withService } from '../support/remediation/manifest.ts';
import { ada, knox } from '../support/remediation/people.ts';
import { findingOf } from '../support/remediation/reprobed.ts';
import { createWorld } from '../support/remediation/world.ts';
import { requested, restart } from '../support/remediation/scene.ts';

describe('a request', () => {
  it('runs nothing, and shows a card with the exact plan', async () => {
    const { world } = await requested();
    expect(world.runs).toEqual([]);
    expect(world.cards).toEqual([{ id: 'id-1', state: 'requested' }]);
    const [approval] = await world.approvals();
    expect(approval?.plan).toEqual({
      finding: findingOf('log-shipper'),
      action: 'restart-container',
      service: 'log-shipper',
      machine: 'box',
      host: 'knox@10.0.0.5:22',
      argv: ['docker', 'restart', 'log-shipper'],
      seal: sealOf(readEvidence(containerText('log-shipper'))?.approved ?? []),
    });
  });

  it('is refused while the same waits, and where nothing stands', async () => {
    const { world, remediation } = await requested();
    await expect(remediation.request(restart('log-shipper'), ada)).rejects.toThrow('requested already');
    world.sick.delete('metrics');
    await expect(remediation.request(restart('metrics'), ada)).rejects.toThrow(
      /metrics has no open finding that/,
    );
    await expect(remediation.request(restart('nobody'), ada)).rejects.toThrow(UserError);
  });

  it.each([
    ['shiva', 'a trading service: nothing is ever run'],
    ['records', 'is for stateless services, and records is stateful'],
  ])('for %s is blocked, with what a person may do, and nobody can approve it', async (service, why) => {
    const world = createWorld();
    const remediation = world.start();
    const blocked = await remediation.request(restart(service), knox);
    expect(blocked).toMatchObject({ state: 'blocked' });
    expect(blocked.reason).toContain(why);
    expect(blocked.runbook).toContainEqual({ run: `docker restart ${service}` });
    await expect(remediation.approve(blocked.id, ada)).rejects.toThrow('was blocked');
    expect(world.runs).toEqual([]);
    expect(world.cards).toEqual([]);
  });

  it.each([
    [
      'another container lives in its network',
      (world: ReturnType<typeof createWorld>) => {
        world.around = { 'other containers': [neighbourRow('vpn', `container:${idOf('log-shipper')}`)] };
      },
      'vpn shares its network',
    ],
    [
      'its image names a trading bot',
      (world: ReturnType<typeof createWorld>) => {
        world.containers['log-shipper'] = { image_ref: 'invictus/shiva:latest' };
      },
      'names the trading bot shiva',
    ],
    [
      'a process of a trading bot runs in it',
      (world: ReturnType<typeof createWorld>) => {
        world.containers['log-shipper'] = { pid: 103 };
      },
      'names the trading bot shiva',
    ],
    [
      'it is the container of a trading service',
      (world: ReturnType<typeof createWorld>) => {
        world.manifest = withService(world.manifest, 'shiva', { docker_service: 'log-shipper' });
      },
      'it would touch shiva too, which trades',
    ],
    [
      'a trading service needs it',
      (world: ReturnType<typeof createWorld>) => {
        world.manifest = withService(world.manifest, 'shiva', { depends_on: ['metrics'] });
        world.manifest = withService(world.manifest, 'metrics', { depends_on: ['log-shipper'] });
      },
      'shiva trades, and depends on log-shipper',
    ],
    [
      'a stateful service shares its container',
      (world: ReturnType<typeof createWorld>) => {
        world.manifest = withService(world.manifest, 'records', { docker_service: 'log-shipper' });
      },
      'records is stateful',
    ],
    [
      'its container has a name that docker would not give',
      (world: ReturnType<typeof createWorld>) => {
        world.containers['log-shipper'] = { name: '--help' };
      },
      'not a valid docker name',
    ],
    [
      'somebody froze the container',
      (world: ReturnType<typeof createWorld>) => {
        world.containers['log-shipper'] = { state: 'paused' };
      },
      'unpause it yourself',
    ],
  ])('is blocked where %s', async (_, arrange, why) => {
    const world = createWorld();
    arrange(world);
    const blocked = await world.start().request(restart('log-shipper'), knox);
    expect(blocked.state).toBe('blocked');
    expect(blocked.reason).toContain(why);
  });
});
