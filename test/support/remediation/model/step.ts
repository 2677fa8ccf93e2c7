import type { AsyncCommand } from 'fast-check';
import type { actionNames } from '../../../../src/findings/action-name.ts';
import type { Clicker } from '../../../../src/remediation/approval.ts';
import { judge } from '../model.ts';
import type { Model, Real, World } from '../model.ts';

type Step = AsyncCommand<Model, Real>;

/** One thing that happens; then all that has run is judged. */
export function step(text: string, run: (model: Model, real: Real) => Promise<unknown>): Step {
  return {
    check: () => true,
    async run(model, real) {
      await run(model, real).catch(() => null);
      judge(model, real);
    },
    toString: () => text,
  };
}

export function actionFor(service: string) {
  return service === 'relay' ? 'restart-systemd-unit' : 'restart-container';
}

/** Asks, and takes down what was asked for. */
export async function ask(
  model: Model,
  { fleet, remediation, world }: Real,
  service: string,
  by: Clicker,
  action: (typeof actionNames)[number],
) {
  const before = new Set((await world.approvals()).map(({ id }) => id));
  await remediation.request({ service, action, finding: null }, by).catch(() => null);
  for (const { id, plan } of await world.approvals())
    if (!before.has(id)) {
      const [argv, host] = [plan?.argv ?? null, plan?.host ?? null];
      const printed = fleet.printed(argv?.at(-1) ?? '');
      model.asked.set(id, { service, by: by.id, at: world.now, argv, host, printed });
    }
}

/** The one that is wanted, or the newest that waits. */
export async function idOf(wanted: string | null, world: World): Promise<string> {
  const open = (await world.approvals()).filter(({ state }) => state === 'requested');
  return wanted ?? open.at(-1)?.id ?? 'id-1';
}
