import type { Queue } from 'bullmq';
import { connectedWorkers } from '../sites/jobs/connected-workers.ts';

const KNOWN_MS = 1000;

/** All workers of a site, by id; null where Redis does not tell. */
export type SiteWorkers = () => Promise<readonly string[] | null>;

/** Asks Redis who the workers of a site are, once a second at most. @param now ms */
export function siteWorkers(queue: Pick<Queue, 'getWorkers'>, now: () => number): SiteWorkers {
  let known: { at: number; ids: Promise<readonly string[] | null> } | null = null;

  async function ask(): Promise<readonly string[]> {
    return (await connectedWorkers(queue)).map(({ id }) => id);
  }

  return () => {
    if (known === null || now() - known.at >= KNOWN_MS) known = { at: now(), ids: ask().catch(() => null) };
    return known.ids;
  };
}
