import { z } from 'zod';
import type { Checkout, LaidRelease, Move } from '../../facts/checkout.ts';
import { byName, Count, exact, observed, Text } from './mirror.ts';

const SomeMove = exact<Move>({ from: Text, to: Text, at: z.number() });

const Laid = exact<LaidRelease>({
  file: Text,
  version: Text.nullable(),
  written_at: z.number().nullable(),
  settled_at: z.number().nullable(),
});

const SomeCheckout = exact<Checkout>({
  head: Text.nullable(),
  branch: Text.nullable(),
  contained: z.boolean().nullable(),
  changed: z.array(Text),
  changes: Count,
  more: z.boolean(),
  unjudged: Count,
  moves: z.array(SomeMove),
  committed_at: z.number().nullable(),
  now: z.number(),
  paths: z.exactOptional(byName(Text)),
  laid: Laid.nullable(),
});

export const CheckoutsOf = byName(observed(SomeCheckout));
