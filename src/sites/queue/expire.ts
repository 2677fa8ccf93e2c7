import type { Redis } from 'ioredis';
import { KEPT_MS } from './names.ts';

/**
 * The keys that BullMQ has of a queue, next to one for each job (bullmq, src/classes/queue-keys.ts). Not `stalled-check`:
 * it goes by itself, and while it is there no worker takes over the jobs of one that was killed.
 */
const parts = ['id', 'meta', 'wait', 'paused', 'active', 'events', 'marker', 'stalled', 'pc'];

/** What would hold up a queue. None of ours is set: somebody else wrote it (bullmq, src/commands/moveToActive-11.lua). */
const brakes = ['paused', 'concurrency', 'max', 'duration'];

/** ms */
const EVERY_MS = 60_000;
/** of a connection: it may be to another server after it was lost, or to the same one without its keys */
const lately = new WeakMap<Redis, Map<string, number>>();

/** Expires all keys of a queue an hour after its last job: Redis is left as it was found. Releases its brakes. @param base `driftwatch:site-home:` */
export async function expireQueue(redis: Redis, base: string): Promise<void> {
  const now = performance.now();
  const expired = expiredBy(redis);
  if (now - (expired.get(base) ?? -EVERY_MS) < EVERY_MS) return;
  expired.set(base, now);
  const pipeline = redis.pipeline();
  pipeline.hdel(`${base}meta`, ...brakes);
  for (const part of parts) pipeline.pexpire(base + part, KEPT_MS);
  await pipeline.exec();
}

function expiredBy(redis: Redis): Map<string, number> {
  const known = lately.get(redis);
  if (known) return known;
  const expired = new Map<string, number>();
  lately.set(redis, expired);
  redis.once('close', () => lately.delete(redis));
  return expired;
}
