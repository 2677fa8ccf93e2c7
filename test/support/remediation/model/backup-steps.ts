import { constant, constantFrom, integer, tuple } from 'fast-check';
import { judge } from '../model.ts';
import type { Model, Real } from '../model.ts';
import { eve, knox } from '../people.ts';
import { manifestEdits } from './manifest-edits.ts';
import { actionFor, ask, idOf, step } from './step.ts';

function forget({ ranAt, denied }: Model): void {
  ranAt.clear();
  denied.clear();
}

/** What only the machine can know: an approval that ran is open once more, and so is the finding. */
function rewound(service: string): (model: Model, real: Real) => Promise<void> {
  return async (model, real) => {
    const { fleet, world } = real;
    await ask(model, real, service, knox, actionFor(service));
    const id = await idOf(null, world);
    const putBack = await world.backup(true);
    for (const again of [false, true]) {
      if (again) {
        await putBack();
        forget(model);
        manifestEdits['everything is sick']?.(world);
        world.generation += 1;
        real.remediation = fleet.start();
      }
      model.clicks.push({ id, by: eve, at: world.now });
      await real.remediation.approve(id, eve).catch(() => null);
      judge(model, real);
    }
  };
}

/** Somebody copies what the bot has on its disk, and puts it back. */
export const backupSteps = [
  constant(
    step('the state is copied', async (model, { world }) => {
      model.backups.push({ state: await world.backup(), all: await world.backup(true) });
    }),
  ),
  constantFrom('log-shipper', 'metrics', 'relay').map((service) =>
    step(
      `Eve approves ${service}, all is put back from a moment before, and she approves again`,
      rewound(service),
    ),
  ),
  tuple(integer({ min: 0, max: 3 }), constantFrom('state', 'all')).map(([which, what]) =>
    step(`copy ${which} of ${what} is put back, and the bot starts anew`, async (model, real) => {
      real.world.generation += 1;
      const copy = model.backups.at(-1 - which);
      await copy?.[what]();
      // With the journal goes what it knew of the hour and of denials; what ran, the machine knows.
      if (copy && what === 'all') forget(model);
      real.remediation = real.fleet.start();
    }),
  ),
];
