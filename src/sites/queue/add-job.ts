import { Job, Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { expiryOf, notExpired } from './expire.ts';
import { EVENTS_KEPT, JOB, KEPT_MS } from './names.ts';
import { ON_REDIS } from './redis.ts';
import { execute } from './transaction.ts';

const GOES_BY_ITSELF = { removeOnComplete: true, removeOnFail: true, attempts: 1 };

/** A queue to add jobs to. It writes nothing before the first of them. */
export function queueOn(redis: Redis, name: string, onError: (error: unknown) => void): Queue {
  const queue = new Queue(name, { connection: redis, ...ON_REDIS, skipMetasUpdate: true });
  queue.on('error', onError);
  return queue;
}

export type NewJob = { id: string; data: unknown };

/**
 * Adds jobs in one transaction with what expires all that it makes: who is killed halfway leaves nothing that stays.
 * @throws what Redis says, where it does not take them
 */
export async function addJobs(redis: Redis, queue: Queue, jobs: readonly NewJob[]): Promise<void> {
  const base = queue.toKey('');
  const adding = (await queue.backend.client).multi();
  adding.hset(`${base}meta`, { 'opts.maxLenEvents': EVENTS_KEPT });
  for (const { id, data } of jobs) {
    const job = new Job(queue, JOB, data, { jobId: id, ...GOES_BY_ITSELF }, id);
    await queue.backend.addJobToTransaction(adding, job.asJSON(), id);
  }
  const ids = jobs.map(({ id }) => id);
  for (const [name, args] of expiryOf(redis, base, ids)) adding.runCommand(name, args);
  try {
    await execute(adding);
  } catch (error) {
    notExpired(redis, base);
    if (!isUnknownScript(error)) throw error;
    // Only outside of a transaction does ioredis send it anew.
    for (const { id, data } of jobs) {
      await queue.add(JOB, data, { jobId: id, ...GOES_BY_ITSELF });
      await redis.pexpire(base + id, KEPT_MS);
    }
  }
}

/** Somebody has emptied its scripts. */
function isUnknownScript(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('NOSCRIPT');
}
