import { z } from 'zod';
import type { SiteWorkers } from './site-workers.ts';

/** ms: one that may read it can be busy for long, and the bot waits 60 s from when it was taken first */
const TRIED_MS = 30_000;
/** jobs that are remembered at most */
const JOBS = 1000;

/** Who has given a job back: in the clear next to it, by whoever writes to Redis. */
const GivenBackBy = z.array(z.string().regex(/^[0-9a-f]{8}$/)).max(64);

/** The workers that have given a job back; none where that is not what is written there. */
export function givenBackBy(progress: unknown): string[] {
  return GivenBackBy.safeParse(progress).data ?? [];
}

type Tools = {
  /** this worker */
  id: string;
  workers: SiteWorkers;
  /** ms */
  now: () => number;
};

/** A job of the queue, as far as it is given back. */
export type Passed = {
  id?: string | undefined;
  progress: unknown;
  updateProgress(by: string[]): Promise<unknown>;
};

/**
 * Whether another worker of the site is to have a job whose hosts this one may not read: their lists may differ. Not where each
 * of them has given it back, nor after TRIED_MS: then this one refuses it.
 */
export function createPassing({ id, workers, now }: Tools) {
  const since = new Map<string, number>();

  return async (job: Passed): Promise<boolean> => {
    const name = job.id ?? '';
    const first = since.get(name) ?? now();
    if (since.size >= JOBS) since.clear();
    since.set(name, first);
    if (now() - first >= TRIED_MS) return false;
    const before = givenBackBy(job.progress);
    const by = [...new Set([...before, id])];
    const all = await workers();
    // Redis does not tell them all where this one is not among them.
    if (all?.includes(id) && all.every((each) => by.includes(each))) return false;
    if (by.length > before.length) await job.updateProgress(by);
    return true;
  };
}
