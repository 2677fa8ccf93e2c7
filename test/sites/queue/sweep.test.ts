import { Redis } from 'ioredis';
import { expect, it, onTestFinished } from 'vitest';
import { keepSwept } from '../../../src/sites/queue/sweep.ts';
import { lacks } from '../../support/machines/system.ts';
import { aQueue } from '../../support/sites/scene.ts';
import { staying } from '../../support/sites/staying.ts';

it.skipIf(lacks(['redis-server', 'redis-server']))(
  "keys of queues that have no end get one, those that have one keep it, and nobody else's are touched",
  async () => {
    const { url } = await aQueue();
    const redis = new Redis(url);
    onTestFinished(() => redis.disconnect());
    const answers = `driftwatch:answers-${'0'.repeat(16)}`;
    const left = ['driftwatch:site-a1:wait', `${answers}:meta`, `${answers}:7`, 'driftwatch:site-home:what'];
    const others = [
      'driftwatch:swap::lease',
      'driftwatch:ledger:current',
      'driftwatch:site-A:wait',
      'driftwatch:answers-me:wait',
      'x:driftwatch:site-home:wait',
    ];
    const many = Array.from({ length: 3000 }, (_, at) => `driftwatch:site-home:${at}`);
    for (const key of [...left, ...others, ...many]) await redis.set(key, 'x');
    await redis.set('driftwatch:site-home:active', 'x', 'EX', 60);
    const sweeper = new Redis(url);
    onTestFinished(() => sweeper.disconnect());
    keepSwept(sweeper);
    await expect
      .poll(async () => (await staying(redis)).toSorted(), { timeout: 20_000 })
      .toEqual(others.toSorted());
    expect(await redis.ttl('driftwatch:site-home:active')).toBeLessThanOrEqual(60);
    expect(await redis.ttl('driftwatch:site-a1:wait')).toBeGreaterThan(3500);
  },
);
