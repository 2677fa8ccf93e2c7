import { array, constant, constantFrom, integer, oneof, tuple } from 'fast-check';
import { actionNames } from '../../../src/findings/action-name.ts';
import { manifestEdits, services } from './model/manifest-edits.ts';
import { fleetEdits, machineEdits } from './model/fleet-edits.ts';
import type { FleetEdit } from './model/fleet-edits.ts';
import { backupSteps } from './model/backup-steps.ts';
import { actionFor, ask, idOf, step } from './model/step.ts';
import { ada, eve, guest, knox, robot } from './people.ts';

const people = [knox, ada, eve, guest, robot];

const person = constantFrom(...people);
const service = constantFrom(...services);
/** The newest, or any, also one that nobody gave out. */
const target = oneof(
  { arbitrary: constant(null), weight: 4 },
  { arbitrary: integer({ min: 0, max: 8 }).map((number) => `id-${number}`), weight: 1 },
);

/** Of the manifest, or of the machines. */
const edit = oneof(constantFrom(...Object.keys(manifestEdits)), constantFrom(...Object.keys(fleetEdits)));

const edits: Record<string, FleetEdit> = {
  ...Object.fromEntries(
    Object.entries(manifestEdits).map(([name, make]): [string, FleetEdit] => [
      name,
      ({ world }) => make(world),
    ]),
  ),
  ...fleetEdits,
};

const asks = tuple(constantFrom('log-shipper', 'metrics', 'relay'), person).map(([service, by]) =>
  step(`${by.name} asks for ${service}`, (model, real) => ask(model, real, service, by, actionFor(service))),
);
const heal = constant(
  step('all is as it was', async (_model, { fleet, world }) => {
    manifestEdits['as before']?.(world);
    manifestEdits['mended']?.(world);
    manifestEdits['the lease is back']?.(world);
    manifestEdits['everything is sick']?.(world);
    fleetEdits['the machines are as before']?.(fleet);
  }),
);

/** Most of what goes wrong goes wrong in a request that is approved at once. */
const remedies = tuple(constantFrom('log-shipper', 'metrics', 'metrics', 'relay'), edit).map(
  ([service, before]) =>
    step(`${before}; Knox asks for ${service}, and Eve approves`, async (model, real) => {
      edits[before]?.(real.fleet);
      await ask(model, real, service, knox, actionFor(service));
      const id = await idOf(null, real.world);
      model.clicks.push({ id, by: eve, at: real.world.now });
      await real.remediation.approve(id, eve);
    }),
);

export const steps = [
  asks,
  asks,
  remedies,
  remedies,
  remedies,
  heal,
  heal,
  tuple(service, person, constantFrom(...actionNames)).map(([service, by, action]) =>
    step(`${by.name} asks to ${action} ${service}`, (model, real) => ask(model, real, service, by, action)),
  ),
  tuple(service, person).map(([service, by]) =>
    step(`${by.name} asks for ${service}`, (model, real) =>
      ask(model, real, service, by, actionFor(service)),
    ),
  ),
  tuple(target, array(person, { minLength: 1, maxLength: 4 })).map(([wanted, who]) =>
    step(
      `${who.map(({ name }) => name).join('+')} approve ${wanted}`,
      async (model, { remediation, world }) => {
        const id = await idOf(wanted, world);
        model.clicks.push(...who.map((by) => ({ id, by, at: world.now })));
        await Promise.allSettled(who.map((by) => remediation.approve(id, by)));
      },
    ),
  ),
  tuple(target, person).map(([wanted, by]) =>
    step(`${by.name} denies ${wanted}`, async (model, { remediation, world }) => {
      const id = await idOf(wanted, world);
      await remediation.deny(id, by, 'no');
      model.denied.add(id);
    }),
  ),
  tuple(target, integer({ min: 1, max: 16 })).map(([wanted, after]) =>
    step(`Eve approves ${wanted}, and the bot dies after ${after}`, async (model, { remediation, world }) => {
      const id = await idOf(wanted, world);
      world.crashIn = after;
      model.clicks.push({ id, by: eve, at: world.now });
      await remediation.approve(id, eve).catch(() => null);
      world.crashIn = Number.POSITIVE_INFINITY;
    }),
  ),
  tuple(target, edit, integer({ min: 1, max: 9 })).map(([wanted, name, after]) =>
    step(
      `Eve approves ${wanted}, and after ${after}: ${name}`,
      async (model, { fleet, remediation, world }) => {
        const id = await idOf(wanted, world);
        world.edit = { after, make: () => edits[name]?.(fleet) };
        model.clicks.push({ id, by: eve, at: world.now });
        await remediation.approve(id, eve).catch(() => null);
        world.edit = null;
      },
    ),
  ),
  tuple(target, constantFrom(...Object.keys(machineEdits))).map(([wanted, name]) =>
    step(`Eve approves ${wanted}, and just before it acts ${name}`, async (model, real) => {
      const id = await idOf(wanted, real.world);
      real.fleet.fleet.late = () => machineEdits[name]?.(real.fleet);
      model.clicks.push({ id, by: eve, at: real.world.now });
      await real.remediation.approve(id, eve).catch(() => null);
      real.fleet.fleet.late = null;
    }),
  ),
  ...backupSteps,
  constant(
    step('somebody renews the journal', async (model, { world }) => {
      if (world.anchor === world.journal.length) return;
      const at = new Date(world.now).toISOString();
      world.anchor = world.journal.push({ seq: 0, at, event: 'renewed', approval: null, data: {} });
      // They have looked: what an older state has forgotten of the hour is theirs to know.
      model.ranAt.clear();
    }),
  ),
  constant(
    step('a new bot starts', async (_model, real) => {
      real.world.generation += 1;
      real.remediation = real.fleet.start();
      await real.remediation.round();
    }),
  ),
  constant(step('a round', async (_model, { remediation }) => await remediation.round())),
  constantFrom(1, 5, 14, 15, 61).map((minutes) =>
    step(`${minutes} minutes pass`, async (_model, { world }) => void (world.now += minutes * 60_000)),
  ),
  edit.map((name) => step(name, async (_model, { fleet }) => edits[name]?.(fleet))),
];
