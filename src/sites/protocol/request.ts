import { z } from 'zod';
import type { MachineLimits } from '../../probes/limits.ts';
import { probeNames } from '../../facts/machine-facts.ts';
import type { ProbeName } from '../../facts/machine-facts.ts';
import { Text } from '../facts/mirror.ts';
import { ANSWER_QUEUE } from '../queue/names.ts';
import { WorkerId } from './answer.ts';
import { SomeMachine, SomeService } from './machine.ts';

const Nonce = z.string().regex(/^[0-9a-f]{32}$/);

const common = {
  /** the bot's */
  release: z.string().max(40),
  /** the answer is sealed for it */
  nonce: Nonce,
  /** the queue that the answer goes to */
  reply: z.string().regex(ANSWER_QUEUE),
};

/** What a request of any release says first: enough to answer that it cannot be read. */
export const RequestHead = z.object({ kind: z.string().max(40), ...common });
export type RequestHead = z.infer<typeof RequestHead>;

/** A newer bot may ask for facts that this release does not read. */
const SomeProbes = z
  .array(Text)
  .transform((names) =>
    names.filter((name): name is ProbeName => probeNames.some((known) => known === name)),
  );

/** ms: above every limit that the bot has */
const Ms = z.int().min(1).max(120_000);
const SECTION_BYTES = 16 * 2 ** 20;

const Limits = z.object({
  connectMs: Ms,
  sectionMs: Ms,
  machineMs: Ms,
  sectionCapBytes: z.int().min(1).max(SECTION_BYTES),
}) satisfies z.ZodType<MachineLimits>;

/** Read one machine, and ask the endpoints of its services. There is no other verb, and none of them changes anything. */
const Read = z.object({
  kind: z.literal('read'),
  ...common,
  limits: Limits,
  graceMs: Ms,
  machine: SomeMachine,
  /** those that it is reached through */
  jumps: z.array(SomeMachine).max(16),
  services: z.array(SomeService).max(2000),
  singletons: z.array(Text),
  only: SomeProbes.nullable(),
  /** are endpoints asked from the site? */
  health: z.boolean(),
  /** does the bot read process tables as columns? One of an older release does not say, and reads rows */
  columns: z.exactOptional(z.boolean()),
});
export type ReadRequest = z.infer<typeof Read>;

/** Who is there? `to`: the worker that is asked; another one leaves it to that one. */
const Hello = z.object({ kind: z.literal('hello'), ...common, to: z.exactOptional(WorkerId) });

export const SiteRequest = z.discriminatedUnion('kind', [Read, Hello]);
export type SiteRequest = z.infer<typeof SiteRequest>;
