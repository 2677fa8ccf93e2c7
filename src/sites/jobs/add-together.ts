import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { addJobs } from '../queue/add-job.ts';
import type { NewJob } from '../queue/add-job.ts';

/**
 * Adds the jobs of one turn of the event loop in one transaction: most of what it costs is the same for one and for ten.
 * @throws what Redis says, where it does not take them
 */
export function addingTogether(redis: Redis, queue: Queue): (job: NewJob) => Promise<void> {
  let next: { jobs: NewJob[]; added: Promise<void> } | null = null;

  async function addNext(jobs: NewJob[]): Promise<void> {
    await nextTurn();
    next = null;
    await addJobs(redis, queue, jobs);
  }

  return async (job) => {
    const jobs = next?.jobs ?? [];
    jobs.push(job);
    next ??= { jobs, added: addNext(jobs) };
    await next.added;
  };
}
