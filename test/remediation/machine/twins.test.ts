import { describe, expect, it } from 'vitest';
import type { MachineIdentity } from '../../../src/facts/machine-identity.ts';
import { seen } from '../../../src/facts/observation.ts';
import { asOneMachine, twinsOf } from '../../../src/remediation/machine/twins.ts';
import { aMachine, aMachineObservation, aService, aTradingService } from '../../support/facts/observed.ts';
import { aManifest, withService } from '../../support/remediation/manifest.ts';
import { restart } from '../../support/remediation/scene.ts';
import { knox } from '../../support/remediation/people.ts';
import { createWorld } from '../../support/remediation/world.ts';

const identity: MachineIdentity = { id: 'f3a1', boot: '9c2e', node: 'box', pids: 'pid:[1]' };

/** log-shipper on box, shiva on another name of what may be the same machine. */
function scene(other: Parameters<typeof aMachine>[0] = {}) {
  const machines = [
    aMachine({ name: 'box', host: '10.0.0.5', interfaces: {} }),
    aMachine({ name: 'tail', host: '100.64.0.9', interfaces: {}, ...other }),
  ];
  return withService(aManifest({ machines }), 'shiva', { machine: 'tail' });
}

function said(who: MachineIdentity | null, machine: string) {
  const facts = { processes: seen({ processes: [], own: [], ...(who ? { machine: who } : {}) }) };
  return aMachineObservation({ machine, facts });
}

async function judged(
  manifest = scene(),
  tail: MachineIdentity | null | 'down' = identity,
  dns: string[] | null = [],
) {
  const machines = {
    box: said(identity, 'box'),
    ...(tail === 'down' ? {} : { tail: said(tail, 'tail') }),
  };
  const observations = { machines, health: {}, releases: {} };
  return await twinsOf(
    manifest,
    manifest.machines[0]!,
    observations,
    async ({ host }) => dns && [host, ...dns],
  );
}

describe('another name of the machine', () => {
  it('is one by what it says it is', async () => {
    expect(await judged()).toEqual({ names: ['tail'], uncertain: null });
  });

  it('is one by a resolved address', async () => {
    expect(await judged(scene({ ssh: false }), 'down', ['10.7.7.7'])).toEqual({
      names: ['tail'],
      uncertain: null,
    });
  });

  it('is none of another machine', async () => {
    expect(await judged(scene(), { ...identity, id: 'other', boot: 'other' })).toEqual({
      names: [],
      uncertain: null,
    });
    expect(await judged(scene({ ssh: false }), 'down')).toEqual({ names: [], uncertain: null });
  });

  it.each([['down' as const], [null]])('is uncertain where it is %s', async (tail) => {
    const uncertain =
      'tail has a trading service, and may be the same machine as box: make tail reachable for the probes, then request again';
    expect(await judged(scene(), tail)).toEqual({ names: [], uncertain });
  });

  it('does not matter where nothing trades there', async () => {
    const manifest = withService(scene(), 'shiva', { machine: 'box' });
    expect(await judged(manifest, 'down')).toEqual({ names: [], uncertain: null });
  });

  it('has its services put where they are', () => {
    const services = [aService({ name: 'a', machine: 'x' }), aTradingService({ machine: 'tail' })];
    const placed = asOneMachine(aManifest({ services }), 'box', ['tail']);
    expect(placed.services.map(({ machine }) => machine)).toEqual(['x', 'box']);
  });
});

describe('a request on a machine with another name', () => {
  it('is blocked where a trading service has its checkout under that name', async () => {
    const world = createWorld();
    const checkout = '/srv/app';
    world.manifest = withService(withService(scene(), 'shiva', { checkout }), 'log-shipper', { checkout });
    const asked = async () => await world.start().request(restart('log-shipper'), knox);
    expect((await asked()).reason).toBeNull();
    world.twins = { names: ['tail'], uncertain: null };
    world.now += 3_600_000;
    expect((await asked()).reason).toContain('shiva trades, and shares its checkout /srv/app');
  });

  it('is blocked where it cannot be told', async () => {
    const world = createWorld();
    world.twins = { names: [], uncertain: 'whether tail is another machine could not be seen' };
    expect(await world.start().request(restart('log-shipper'), knox)).toMatchObject({
      state: 'blocked',
      reason: 'whether tail is another machine could not be seen',
    });
  });
});
