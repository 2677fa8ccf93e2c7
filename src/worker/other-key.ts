import { givenBackBy } from './pass-on.ts';
import type { Passed } from './pass-on.ts';
import type { SiteWorkers } from './site-workers.ts';

/** ms that somebody who could not open a job is taken to be unable to open others */
const UNABLE_MS = 60_000;
const UNABLE = 256;
/** ms after a job that it could open in which a worker does not doubt its own key */
const TRUSTED_MS = 60_000;
/** Jobs that are given back at most in so many ms: anybody may have written them to Redis, and each is taken again. */
const GIVEN_BACK = 64;
const WITHIN_MS = 10_000;

type Tools = {
  /** this worker */
  id: string;
  workers: SiteWorkers;
  /** takes no jobs for a moment */
  standBack: () => Promise<void>;
  /** ms */
  now: () => number;
};

/**
 * What becomes of jobs that are sealed with a key that this worker does not have: its own may be the wrong one, or the job may be
 * junk, which looks the same. While another worker may be able to open them they are left to it, and this one stands back. The last one
 * that is left refuses them at once: so the bot hears why, and junk holds up nobody.
 */
export function createOtherKey({ id, workers, standBack, now }: Tools) {
  let openedAt: number | null = null;
  let hasRefused = false;
  let given = { at: Number.NEGATIVE_INFINITY, count: 0 };
  const unable = new Map<string, number>();

  function isUnable(worker: string): boolean {
    const since = unable.get(worker);
    return worker === id || (since !== undefined && now() - since < UNABLE_MS);
  }

  function mayGiveBack(): boolean {
    if (now() - given.at >= WITHIN_MS) given = { at: now(), count: 0 };
    given.count += 1;
    return given.count <= GIVEN_BACK;
  }

  /** Is a job to be left to another worker? */
  async function leave(job: Passed): Promise<boolean> {
    hasRefused = true;
    const before = givenBackBy(job.progress);
    if (unable.size >= UNABLE) unable.clear();
    for (const each of before) unable.set(each, now());
    const all = await workers();
    // Redis does not tell them all where this one is not among them.
    if (!all?.includes(id) || all.every(isUnable) || !mayGiveBack()) return false;
    if (!before.includes(id)) await job.updateProgress([...before, id]);
    if (openedAt === null || now() - openedAt >= TRUSTED_MS) await standBack();
    return true;
  }

  return {
    leave,
    /** It could open one. */
    opened: () => void (openedAt = now()),
    /** Where it could open none since it started: junk alone says nothing against a key that has opened one. */
    problem: () =>
      hasRefused && openedAt === null
        ? "the jobs are sealed with another SITE_KEY than this worker's: set the bot's"
        : null,
  };
}
