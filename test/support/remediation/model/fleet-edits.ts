import type { Machine, Service } from '../../../../src/inventory/manifest.ts';
import { withService } from '../manifest.ts';
import type { Fleet } from './model-fleet.ts';

/** Something that somebody does to the machines, or to what the manifest says of them. */
export type FleetEdit = (fleet: Fleet) => void;

const names = ['log-shipper', 'metrics', 'relay.service'];

/** What the script that acts can see: a manifest that is edited in this moment is one edited after the act. */
export const machineEdits: Record<string, FleetEdit> = Object.fromEntries(
  names.flatMap((name): [string, FleetEdit][] => [
    [`${name} is replaced`, ({ change, thing }) => change(name, { age: thing(name).age + 1 })],
    [`${name} has another image`, ({ change }) => change(name, { image: 'app:2' })],
    [`${name} has another command`, ({ change }) => change(name, { command: 'another' })],
    [`${name} would start the bot’s program`, ({ change }) => change(name, { command: 'the bot’s' })],
    [`${name} is tied to the bot`, ({ change }) => change(name, { tied: true })],
    [
      `${name} is a name of the bot’s unit`,
      ({ change }) => change(name, { alias: name.endsWith('.service') }),
    ],
    [`${name}’s folder becomes a link to the bot’s`, ({ change }) => change(name, { inBotsFolder: true })],
  ]),
);

function withMachine({ world }: Fleet, name: string, over: Partial<Machine>): void {
  const machines = world.manifest.machines.map((each) => (each.name === name ? { ...each, ...over } : each));
  world.manifest = { ...world.manifest, machines };
}

function withShiva({ world }: Fleet, over: Partial<Service>): void {
  world.manifest = withService(world.manifest, 'shiva', over);
}

/** The bot on the second machine, by a name of its own, or by one that something on box has too. */
function onTail(what: string, tailIsBox: Fleet['fleet']['tailIsBox']): Record<string, FleetEdit> {
  const moved =
    (docker_service: string | null, systemd_unit: string | null = null): FleetEdit =>
    (fleet) => {
      withShiva(fleet, { machine: 'tail', docker_service, systemd_unit });
      fleet.fleet.tailIsBox = tailIsBox;
    };
  return {
    [`the bot stands on tail, which is ${what}`]: moved('shiva'),
    [`the bot stands on tail, which is ${what}, in a container called metrics`]: moved('metrics'),
    [`the bot stands on tail, which is ${what}, as a unit called relay`]: moved(null, 'relay'),
  };
}

export const fleetEdits: Record<string, FleetEdit> = {
  ...machineEdits,
  'the bot is called relay': (fleet) =>
    withShiva(fleet, { docker_service: null, systemd_unit: 'relay.service' }),
  'relay has another unit': ({ world }) =>
    (world.manifest = withService(world.manifest, 'relay', { systemd_unit: 'relay2.service' })),
  'relay trades': ({ world }) => (world.manifest = withService(world.manifest, 'relay', { kind: 'trading' })),
  'box has another address': (fleet) => withMachine(fleet, 'box', { host: '10.0.0.6' }),
  'box has another port': (fleet) => withMachine(fleet, 'box', { port: 2222 }),
  'box has another user': (fleet) => withMachine(fleet, 'box', { user: 'deploy' }),
  'box is called case': (fleet) => {
    withMachine(fleet, 'box', { name: 'case' });
    const { manifest } = fleet.world;
    const services = manifest.services.map((each) =>
      each.machine === 'box' ? { ...each, machine: 'case' } : each,
    );
    fleet.world.manifest = { ...manifest, services };
  },
  ...onTail('another machine', 'no'),
  ...onTail('box', 'yes'),
  ...onTail('perhaps box', 'nobody knows'),
  'tail has the address of box': (fleet) => {
    withMachine(fleet, 'tail', { host: '10.0.0.5' });
    fleet.fleet.tailIsBox = 'yes';
  },
  'the machines are as before': ({ fleet }) => {
    fleet.things.clear();
    fleet.tailIsBox = 'no';
  },
};
