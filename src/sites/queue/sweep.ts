import type { Redis } from 'ioredis';
import { KEPT_MS, PREFIX } from './names.ts';

/** The keys of queues. Others of Driftwatch may be on the same server: the bot's state stays. */
const OURS = new RegExp(`^${PREFIX}:(?:site-[a-z0-9-]{1,32}|answers-[0-9a-f]{16}):`);
/** PTTL of a key that stays: https://redis.io/docs/latest/commands/pttl/ */
const STAYS = -1;

/** ms */
const EVERY_MS = 3_600_000;
const TRIED_MS = 60_000;

/** Sees to it, at once and every hour, that what others left in Redis goes: BullMQ makes keys that no end was set for. */
export function keepSwept(redis: Redis): void {
  let sweptAt = Number.NEGATIVE_INFINITY;
  const look = () => {
    const now = performance.now();
    if (redis.status !== 'ready' || now - sweptAt < EVERY_MS) return;
    sweptAt = now;
    sweep(redis).catch(() => (sweptAt = Number.NEGATIVE_INFINITY));
  };
  redis.on('ready', look);
  const looking = setInterval(look, TRIED_MS);
  looking.unref();
  redis.on('end', () => clearInterval(looking));
}

/** Expires all keys of queues that have no end: of a bot or worker that was killed. One that is in use gets its own again. */
async function sweep(redis: Redis): Promise<void> {
  let cursor = '0';
  do {
    const [next, found] = await redis.scan(cursor, 'MATCH', `${PREFIX}:*`, 'COUNT', 500);
    cursor = next;
    const ours = found.filter((key) => OURS.test(key));
    if (ours.length === 0) continue;
    const asking = redis.pipeline();
    for (const key of ours) asking.pttl(key);
    const told = (await asking.exec()) ?? [];
    const staying = ours.filter((_, at) => told[at]?.[1] === STAYS);
    if (staying.length === 0) continue;
    const ending = redis.pipeline();
    for (const key of staying) ending.pexpire(key, KEPT_MS);
    await ending.exec();
  } while (cursor !== '0');
}
