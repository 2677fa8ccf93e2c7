import { z } from 'zod';
import type { Observation } from '../../facts/observation.ts';

/** A schema for each field of a type, and for nothing else: a field that the type gains does not compile without one. */
export type Shape<Fact> = { [Key in keyof Fact]-?: z.ZodType<Fact[Key]> };

// Whether a field may be left out is for its own schema; zod cannot tell the compiler so of a mapped type.

/** An object with exactly the fields of a type: what comes from a worker is foreign. */
export function exact<Fact extends object>(shape: Shape<Fact>): z.ZodType<Fact>;
export function exact(shape: Record<string, z.ZodType>): z.ZodType {
  return z.strictObject(shape);
}

/** The same, and unknown fields are dropped. */
export function known<Fact extends object>(shape: Shape<Fact>): z.ZodType<Fact>;
export function known(shape: Record<string, z.ZodType>): z.ZodType {
  return z.object(shape);
}

/** Texts of a machine are as long as they are; the whole answer is capped. */
export const MOST_CHARACTERS = 1_000_000;
export const Text = z.string().max(MOST_CHARACTERS);
export const Whole = z.int();
export const Count = z.int().min(0);

/** zod leaves this name out of a record in silence: who sends it is refused instead. */
const Names = z.unknown().refine((value) => !Object.hasOwn(Object(value), '__proto__'), {
  error: 'holds the name __proto__',
});

export function byName<Value>(value: z.ZodType<Value>): z.ZodType<Record<string, Value>> {
  return Names.pipe(z.record(Text, value));
}

const Unseen = z.strictObject({
  ok: z.literal(false),
  reason: z.enum(['unreachable', 'timeout', 'denied', 'malformed', 'unsupported']),
  detail: Text,
  code: z.exactOptional(Text),
  advice: z.exactOptional(z.strictObject({ what: Text, cure: Text })),
}) satisfies z.ZodType<Observation<never>>;

export function observed<Value>(value: z.ZodType<Value>): z.ZodType<Observation<Value>> {
  const seen = exact<Extract<Observation<Value>, { ok: true }>>({ ok: z.literal(true), value });
  return z.union([seen, Unseen]);
}

export const NeverSeen: z.ZodType<Observation<never>> = Unseen;
