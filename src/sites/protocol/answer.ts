import { z } from 'zod';
import { Observed } from '../facts/machine.ts';
import { HealthOf } from '../facts/health.ts';
import { Text } from '../facts/mirror.ts';

/** Which of a site's workers it is. */
export const WorkerId = z.string().regex(/^[0-9a-f]{8}$/);

const common = {
  /** the worker's */
  release: z.string().max(40),
  worker: WorkerId,
};

/** What an answer of any release says of its worker. */
export const AnswerHead = z.object(common);

const Read = z.strictObject({
  kind: z.literal('read'),
  ...common,
  /** ms that the worker took */
  took_ms: z.number(),
  observation: Observed,
  health: HealthOf,
});

const Hello = z.strictObject({
  kind: z.literal('hello'),
  ...common,
  /** ms since the epoch, by the worker's clock */
  now: z.number(),
});
export type HelloAnswer = z.infer<typeof Hello>;

/** It was understood, and is not done. */
const Refused = z.strictObject({ kind: z.literal('refused'), ...common, detail: Text });

/** What a worker returns: foreign data, whoever sealed it. */
export const SiteAnswer = z.discriminatedUnion('kind', [Read, Hello, Refused]);
export type SiteAnswer = z.infer<typeof SiteAnswer>;
