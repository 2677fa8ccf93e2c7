import type { Redis } from 'ioredis';
import { KEPT_MS } from './names.ts';

/** The keys that BullMQ has of a queue, next to one for each job (bullmq, src/classes/queue-keys.ts). */
const parts = ['id', 'meta', 'wait', 'active', 'events', 'marker', 'stalled', 'stalled-check', 'pc'];

/** ms */
const EVERY_MS = 60_000;
const lately = new Map<string, number>();

/** Expires all keys of a queue an hour after its last job: Redis is left as it was found. @param base `driftwatch:site-home:` */
export async function expireQueue(redis: Redis, base: string): Promise<void> {
  const now = performance.now();
  if (now - (lately.get(base) ?? -EVERY_MS) < EVERY_MS) return;
  lately.set(base, now);
  const pipeline = redis.pipeline();
  for (const part of parts) pipeline.pexpire(base + part, KEPT_MS);
  await pipeline.exec();
}
