import type { Redis } from 'ioredis';
import { EVENTS_KEPT, KEPT_MS } from './names.ts';
import { execute } from './transaction.ts';

/**
 * The keys that BullMQ has of a queue, next to one for each job (bullmq, src/classes/queue-keys.ts). Not `stalled-check`:
 * it goes by itself, and while it is there no worker takes over the jobs of one that was killed.
 */
const parts = ['id', 'meta', 'wait', 'paused', 'active', 'events', 'marker', 'stalled', 'pc'];

/** Those that are gone whenever they are empty, and made anew by the next job, without an end. */
const remade = ['wait', 'marker'];

/** What would hold up a queue. None of ours is set: somebody else wrote it (bullmq, src/commands/moveToActive-11.lua). */
const brakes = ['paused', 'concurrency', 'max', 'duration'];

/** ms */
const EVERY_MS = 60_000;
const KEPT_AGAIN_MS = KEPT_MS / 4;
/** of a connection: it may be to another server after it was lost, or to the same one without its keys */
const lately = new WeakMap<Redis, Map<string, number>>();

export type Command = [name: string, args: (string | number)[]];

/**
 * What expires all keys of a queue an hour after its last jobs, and those jobs: Redis is left as it was found. Once a minute it
 * also releases the queue's brakes. @param base `driftwatch:site-home:`
 */
export function expiryOf(redis: Redis, base: string, jobs: readonly string[]): Command[] {
  const now = performance.now();
  const expired = expiredBy(redis);
  const isDue = now - (expired.get(base) ?? -EVERY_MS) >= EVERY_MS;
  if (isDue) expired.set(base, now);
  const ending = [...jobs, ...(isDue ? parts : remade)];
  const releases: Command[] = isDue ? [['hdel', [`${base}meta`, ...brakes]]] : [];
  return [...releases, ...ending.map((part): Command => ['pexpire', [base + part, KEPT_MS]])];
}

/** To be done again with the next job: it did not come to pass. */
export function notExpired(redis: Redis, base: string): void {
  lately.get(redis)?.delete(base);
}

/**
 * Lets no key of a queue stay that is made while its jobs are waited for: BullMQ makes `meta` anew where it is missing, without
 * an end (bullmq, src/commands/includes/getOrSetMaxEvents.lua). @param redis what takes the jobs
 */
export function keepExpiring(redis: Redis, base: string): void {
  const keep = () => {
    if (redis.status === 'ready') expireNow(redis, base).catch(() => {});
  };
  redis.on('ready', keep);
  const again = setInterval(keep, KEPT_AGAIN_MS);
  again.unref();
  redis.on('end', () => clearInterval(again));
}

/** Expires all keys of a queue, whether it has jobs or not. */
export async function expireNow(redis: Redis, base: string): Promise<void> {
  const keeping = redis.multi().hset(`${base}meta`, 'opts.maxLenEvents', EVENTS_KEPT);
  for (const part of parts) keeping.pexpire(base + part, KEPT_MS);
  await keeping.exec();
}

/**
 * Writes what a queue has anyway, for an hour as always: so that it is known whether Redis takes writes while there are no jobs.
 * @throws what Redis says, where it takes none
 */
export async function tryWriting(redis: Redis, base: string): Promise<void> {
  const meta = `${base}meta`;
  await execute(redis.multi().hset(meta, 'opts.maxLenEvents', EVENTS_KEPT).pexpire(meta, KEPT_MS));
}

function expiredBy(redis: Redis): Map<string, number> {
  const known = lately.get(redis);
  if (known) return known;
  const expired = new Map<string, number>();
  lately.set(redis, expired);
  redis.once('close', () => lately.delete(redis));
  return expired;
}
