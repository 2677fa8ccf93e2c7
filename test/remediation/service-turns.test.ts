import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { aMachine } from '../support/facts/observed.ts';
import { aManifest, withService } from '../support/remediation/manifest.ts';
import { ada, knox } from '../support/remediation/people.ts';
import { restart } from '../support/remediation/scene.ts';
import { createWorld } from '../support/remediation/world.ts';

/** log-shipper on box and metrics on `machine`, both approved in one instant; `most` ran at once. */
async function bothAtOnce({ machine = 'tail', host = '10.0.0.6', marks = [] as string[], cures = false }) {
  const machines = [...aManifest().machines, aMachine({ name: 'tail', host, user: 'knox', port: 22 })];
  const world = createWorld(withService(aManifest({ machines }), 'metrics', { machine }));
  world.marks = marks;
  let running = 0;
  let most = 0;
  world.exec = async ({ argv }) => {
    running += 1;
    most = Math.max(most, running);
    for (let turns = 0; turns < 200; turns++) await turn();
    running -= 1;
    if (cures) world.sick.clear();
    else world.sick.delete(argv.at(-1) ?? '');
    return {};
  };
  const remediation = world.start();
  const asked = [
    await remediation.request(restart('log-shipper'), knox),
    await remediation.request(restart('metrics'), knox),
  ];
  await Promise.all(asked.map(({ id }) => remediation.approve(id, ada)));
  const states = await Promise.all(asked.map(({ id }) => world.stateOf(id)));
  return { most, states, runs: world.runs.length };
}

describe('two approvals in one instant', () => {
  it.each([
    ['one machine', { machine: 'box' }, 1],
    ['one address under two names', { host: '10.0.0.5' }, 1],
    ['two addresses of one machine', { marks: ['key ssh-ed25519 AAAA'] }, 1],
    ['two machines', {}, 2],
  ])('on %s: at most so many run at once', async (_, over, most) => {
    expect(await bothAtOnce(over)).toEqual({ most, states: ['succeeded', 'succeeded'], runs: 2 });
  });

  it('on one machine under two names: the second is looked at again after the first', async () => {
    const ended = await bothAtOnce({ marks: ['id f3a1 of box'], cures: true });
    expect(ended).toEqual({ most: 1, states: ['succeeded', 'blocked'], runs: 1 });
  });
});
