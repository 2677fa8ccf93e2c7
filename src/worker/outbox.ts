import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { expireQueue } from '../sites/queue/expire.ts';
import { EVENTS_KEPT, JOB, KEPT_MS, PREFIX } from '../sites/queue/names.ts';

/** Bots that a worker answers at a time; the oldest is forgotten. */
const BOTS = 8;

export type Envelope = { site: string; job: string; sealed: string };

/** Puts answers into the queue of the bot that asked. @throws what Redis says, where it does not take one */
export function createOutbox(redis: Redis, onError: (error: unknown) => void) {
  const queues = new Map<string, Queue>();

  function queueOf(reply: string): Queue {
    const known = queues.get(reply);
    if (known) return known;
    const streams = { events: { maxLen: EVENTS_KEPT } };
    const queue = new Queue(reply, { connection: redis, prefix: PREFIX, streams });
    queue.on('error', onError);
    queues.set(reply, queue);
    const [oldest] = queues.keys();
    if (queues.size > BOTS && oldest !== undefined) queues.delete(oldest);
    return queue;
  }

  return async (reply: string, envelope: Envelope): Promise<void> => {
    const queue = queueOf(reply);
    const { id } = await queue.add(JOB, envelope, { removeOnComplete: true, removeOnFail: true });
    await redis.pexpire(queue.toKey(id ?? ''), KEPT_MS);
    await expireQueue(redis, queue.toKey(''));
  };
}
