import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ActionName } from '../findings/action-name.ts';

/** What would run, where, and for which finding: exactly what people approve. */
export const Plan = z.strictObject({
  /** the finding's id */
  finding: z.string(),
  action: ActionName,
  service: z.string(),
  machine: z.string(),
  /** `user@host:port`, with the jump hosts if there are any */
  host: z.string(),
  argv: z.array(z.string()).min(1),
  /** part of the guard's evidence -> SHA-256 (guard/evidence.ts): the machine checks again before it acts */
  seal: z.record(z.string(), z.string()).default({}),
});
export type Plan = z.infer<typeof Plan>;

/** A plan with what the policy needs to know. */
export type Proposal = {
  plan: Plan;
  /** what it would touch, under every observed name: containers, images, units, paths, command lines. Untrusted text */
  touches: string[];
  /** other services of the manifest whose container, job or process it would touch */
  shared: string[];
  /** other names of the machine that hold trading services */
  twins: string[];
  /** the command lines that it would start, running or not */
  starts: string[];
  /** what the machine must see again just before it acts */
  guarded: { claims: Claims; approved: string[] };
};

/** A proposal that touches only what its plan names. */
export const untouched = {
  touches: [],
  shared: [],
  twins: [],
  starts: [],
  guarded: { claims: { paths: [], names: [] }, approved: [] },
} satisfies Omit<Proposal, 'plan'>;

/** A hash of the whole plan. */
export function hashOf(plan: Plan): string {
  const { finding, action, service, machine, host, argv, seal } = plan;
  const parts = Object.entries(seal).toSorted(([one], [other]) => (one < other ? -1 : 1));
  const text = JSON.stringify([finding, action, service, machine, host, argv, parts]);
  return createHash('sha256').update(text).digest('hex');
}

/** What belongs to trading services on the machine, by path and by name. Without line breaks. */
export type Claims = { paths: readonly string[]; names: readonly string[] };
