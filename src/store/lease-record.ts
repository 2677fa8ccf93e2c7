import { z } from 'zod';
import { ProcessIdentity } from './process-identity.ts';

/** What the holder of a lease writes, again with each renewal. */
export const LeaseRecord = ProcessIdentity.extend({
  id: z.uuid(),
  since: z.iso.datetime(),
  beat: z.int().nonnegative(),
});
export type LeaseRecord = z.infer<typeof LeaseRecord>;

/** The record in this text; null if this version does not know its form. */
export function recordIn(text: string): LeaseRecord | null {
  try {
    return LeaseRecord.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** `process 4242 on knox-mac-mini, since 2026-03-29T18:00:00.000Z`: for people. */
export function holderOf(text: string): string {
  const record = recordIn(text);
  return record
    ? `process ${record.pid} on ${record.machine}, since ${record.since}`
    : 'one of another version, which does not say where it runs';
}
