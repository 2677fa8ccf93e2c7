import { Redis } from 'ioredis';
import { expect, it } from 'vitest';
import { lacks } from '../../support/machines/system.ts';
import { aQueue, aWorker, theBot } from '../../support/sites/scene.ts';

/** Each leaves what it leaves: fewer show it to whoever waits. */
const JOBS = process.env['CI'] ? 10_000 : 1000;

it.skipIf(lacks(['redis-server', 'redis-server']))(
  'nothing is left in Redis after thousands of jobs but what goes by itself, and nothing at all of a bot that has ended',
  async () => {
    const queue = await aQueue(['--appendfsync', 'no']);
    aWorker(queue.url, 'home', { concurrency: 32 });
    const { sites } = theBot(queue.url);
    const redis = new Redis(queue.url);
    const answers = await Promise.all(Array.from({ length: JOBS }, () => sites.hello('home')));
    expect(answers.filter((answer) => 'lost' in answer)).toEqual([]);
    const used = Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1]);
    const keys = await redis.keys('*');
    const jobs = keys.filter((key) => /:(?:j[0-9a-f]{32}|\d+)(?::lock)?$/.test(key));
    expect(jobs).toEqual([]);
    for (const key of keys) expect([key, (await redis.pttl(key)) > 0]).toEqual([key, true]);
    expect(used).toBeLessThan(8 * 2 ** 20);
    await sites.close();
    expect(
      (await redis.keys('driftwatch:answers-*')).filter((key) => !key.endsWith(':stalled-check')),
    ).toEqual([]);
    redis.disconnect();
  },
);
