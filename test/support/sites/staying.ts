import type { Redis } from 'ioredis';

/** The keys that would stay in Redis for ever. */
export async function staying(redis: Redis): Promise<string[]> {
  const keys = await redis.keys('*');
  const lasting = await Promise.all(keys.map(async (key) => ((await redis.pttl(key)) > 0 ? [] : [key])));
  return lasting.flat();
}
