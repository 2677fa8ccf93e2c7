import { array, constant, constantFrom, integer, oneof, tuple } from 'fast-check';
import type { AsyncCommand } from 'fast-check';
import type { Clicker } from '../../../src/remediation/approval.ts';
import { actionNames } from '../../../src/findings/action-name.ts';
import { judge, TTL_MS } from './model.ts';
import type { Model, Real, World } from './model.ts';
import { aManifest, withService } from './manifest.ts';
import { ada, eve, guest, knox, robot } from './people.ts';

const people = [knox, ada, eve, guest, robot];
const services = ['log-shipper', 'metrics', 'records', 'shiva'];

type Step = AsyncCommand<Model, Real>;

function step(text: string, run: (model: Model, real: Real) => Promise<unknown>): Step {
  return {
    check: () => true,
    async run(model, real) {
      await run(model, real).catch(() => null);
      judge(model, real);
    },
    toString: () => text,
  };
}

async function ask(
  model: Model,
  { remediation, world }: Real,
  service: string,
  by: Clicker,
  action: (typeof actionNames)[number],
) {
  const before = new Set((await world.approvals()).map(({ id }) => id));
  await remediation.request({ service, action, finding: null }, by).catch(() => null);
  for (const { id, plan } of await world.approvals())
    if (!before.has(id)) model.asked.set(id, { service, by: by.id, at: world.now, argv: plan?.argv ?? null });
}

const person = constantFrom(...people);
const service = constantFrom(...services);
/** The newest, or any, also one that nobody gave out. */
const target = oneof(
  { arbitrary: constant(null), weight: 4 },
  { arbitrary: integer({ min: 0, max: 8 }).map((number) => `id-${number}`), weight: 1 },
);

async function idOf(wanted: string | null, world: World): Promise<string> {
  const open = (await world.approvals()).filter(({ state }) => state === 'requested');
  return wanted ?? open.at(-1)?.id ?? 'id-1';
}

const edits: Record<string, (world: World) => void> = {
  'log-shipper trades': (world) =>
    (world.manifest = withService(world.manifest, 'log-shipper', { kind: 'trading' })),
  'log-shipper is critical': (world) =>
    (world.manifest = withService(world.manifest, 'log-shipper', { risk_tier: 'CRITICAL' })),
  'log-shipper is stateful': (world) =>
    (world.manifest = withService(world.manifest, 'log-shipper', { kind: 'stateful' })),
  'log-shipper is of shiva’s repository': (world) =>
    (world.manifest = withService(world.manifest, 'log-shipper', { repo: 'Invictus-Labs/shiva' })),
  'metrics has another container': (world) =>
    (world.manifest = withService(world.manifest, 'metrics', { docker_service: 'metrics-2' })),
  'shiva is called stateless': (world) =>
    (world.manifest = withService(world.manifest, 'shiva', { kind: 'stateless', risk_tier: 'LOW' })),
  'shiva needs metrics': (world) =>
    (world.manifest = withService(world.manifest, 'shiva', { depends_on: ['metrics'] })),
  'shiva is in metrics’ container': (world) =>
    (world.manifest = withService(world.manifest, 'shiva', { docker_service: 'metrics' })),
  'two eyes': (world) =>
    (world.manifest = { ...world.manifest, policy: { four_eyes: false, approval_ttl_ms: TTL_MS } }),
  'as before': (world) => (world.manifest = aManifest()),
  broken: (world) => (world.warning = 'services: missing'),
  mended: (world) => (world.warning = null),
  'the lease is lost': (world) => (world.held = false),
  'the lease is back': (world) => (world.held = true),
  'a restart does not help': (world) => (world.exec = async () => ({})),
  'a restart loses the connection': (world) => (world.exec = async () => ({ end: 'lost', status: null })),
  'everything is sick': (world) => (world.sick = new Set(services)),
};

const asks = tuple(constantFrom('log-shipper', 'metrics'), person).map(([service, by]) =>
  step(`${by.name} asks for ${service}`, (model, real) => ask(model, real, service, by, 'restart-container')),
);
const heal = constant(
  step('all is as it was', async (_model, { world }) => {
    edits['as before']?.(world);
    edits['mended']?.(world);
    edits['the lease is back']?.(world);
    edits['everything is sick']?.(world);
  }),
);

export const steps = [
  asks,
  asks,
  heal,
  heal,
  tuple(service, person, constantFrom(...actionNames)).map(([service, by, action]) =>
    step(`${by.name} asks to ${action} ${service}`, (model, real) => ask(model, real, service, by, action)),
  ),
  tuple(service, person).map(([service, by]) =>
    step(`${by.name} asks for ${service}`, (model, real) =>
      ask(model, real, service, by, 'restart-container'),
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
  tuple(target, constantFrom(...Object.keys(edits)), integer({ min: 1, max: 12 })).map(
    ([wanted, name, after]) =>
      step(`Eve approves ${wanted}, and after ${after}: ${name}`, async (model, { remediation, world }) => {
        const id = await idOf(wanted, world);
        world.edit = { after, make: () => edits[name]?.(world) };
        model.clicks.push({ id, by: eve, at: world.now });
        await remediation.approve(id, eve).catch(() => null);
        world.edit = null;
      }),
  ),
  constant(
    step('a new bot starts', async (_model, real) => {
      real.world.generation += 1;
      real.remediation = real.world.start();
      await real.remediation.round();
    }),
  ),
  constant(step('a round', async (_model, { remediation }) => await remediation.round())),
  constantFrom(1, 5, 14, 15, 61).map((minutes) =>
    step(`${minutes} minutes pass`, async (_model, { world }) => void (world.now += minutes * 60_000)),
  ),
  constantFrom(...Object.keys(edits)).map((name) =>
    step(name, async (_model, { world }) => edits[name]?.(world)),
  ),
];
