import { z } from 'zod';
import { hasRole } from '../findings/catalogue.ts';
import { FindingType } from '../findings/finding-types.ts';
import { cureOf, titleOf } from '../findings/wording.ts';

const StoredFinding = z.looseObject({
  type: FindingType,
  service: z.string().nullable(),
  machine: z.string().nullable(),
  expected: z.string().nullable(),
  actual: z.string().nullable(),
});
const Holder = z.looseObject({ finding: z.unknown() });
const StoredLedger = z.looseObject({
  standing: z.array(Holder),
  living: z.array(z.looseObject({ entries: z.array(Holder) })).default([]),
});

/** A stored ledger, with title and advice added to its findings. Anything else is returned unchanged. */
export function withWordings(stored: unknown): unknown {
  const { success, data } = StoredLedger.safeParse(stored);
  if (!success) return stored;
  const living = data.living.map((alert) => ({ ...alert, entries: alert.entries.map(worded) }));
  return { ...data, standing: data.standing.map(worded), living };
}

function worded(holder: z.infer<typeof Holder>): z.infer<typeof Holder> {
  return { ...holder, finding: withWording(holder.finding) };
}

/**
 * Up to version 0.1, findings were stored without title and advice. It is not known whether their service trades, so the
 * advice never says to stop or restart anything.
 */
function withWording(stored: unknown): unknown {
  const { success, data } = StoredFinding.safeParse(stored);
  if (!success || ('title' in data && 'advice' in data)) return stored;
  const advice = hasRole(data.type, 'cure_interrupts')
    ? 'Look again with `/drift` before you act.'
    : cureOf(data, false);
  return { title: titleOf(data), advice, ...data };
}
