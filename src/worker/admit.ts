import { SiteRequest } from '../sites/protocol/request.ts';
import type { SiteKey } from '../sites/sealing/keys.ts';
import type { Refusal } from '../sites/sealing/refusal.ts';
import { open } from '../sites/sealing/seal.ts';

/** ms that the clocks of bot and worker may be apart */
const SKEW_MS = 300_000;

export type Admitted = { request: SiteRequest } | { refusal: Refusal };

/**
 * Admits what the bot has sealed for this site and job, recently, and once: anybody may have written to Redis. Who
 * writes to Redis can hand in a request of the bot's again; it is known by its job.
 */
export function createDoor(site: string, keys: readonly SiteKey[], now: () => number) {
  /** job -> when it may be forgotten, since its request is too old by then */
  const known = new Map<string, number>();

  return async (job: string, data: unknown): Promise<Admitted> => {
    const opened = await open(data, { site, job, answers: null }, keys);
    if (!opened.ok) return opened;
    if (Math.abs(now() - opened.sealed_at) > SKEW_MS) return { refusal: 'clock' };
    const request = SiteRequest.safeParse(opened.value);
    if (!request.success) return { refusal: 'malformed' };
    for (const [old, until] of known) {
      if (until > now()) break;
      known.delete(old);
    }
    if (known.has(job)) return { refusal: 'replayed' };
    known.set(job, now() + 2 * SKEW_MS);
    return { request: request.data };
  };
}
