import type { Queue } from 'bullmq';

const KNOWN_MS = 1000;

/** All workers of a site, by id; null where Redis does not tell. */
export type SiteWorkers = () => Promise<readonly string[] | null>;

/** Asks Redis who the workers of a site are, once a second at most. @param now ms */
export function siteWorkers(queue: Pick<Queue, 'getWorkers'>, now: () => number): SiteWorkers {
  let known: { at: number; ids: Promise<readonly string[] | null> } | null = null;

  async function ask(): Promise<readonly string[]> {
    // The name of a worker's connection ends in what it is called here.
    return (await queue.getWorkers()).map(({ rawname = '' }) => rawname.replace(/^.*:/, ''));
  }

  return () => {
    if (known === null || now() - known.at >= KNOWN_MS) known = { at: now(), ids: ask().catch(() => null) };
    return known.ids;
  };
}
