import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { expect, it, onTestFinished } from 'vitest';
import { lacks } from '../support/machines/system.ts';
import { aQueue } from '../support/sites/scene.ts';
import { staying } from '../support/sites/staying.ts';
import { aWorkerProcess } from '../support/sites/worker-process.ts';

const SLOW = { timeout: 120_000, interval: 250 };

const programs: [string, string][] = [['redis-server', 'redis-server']];

it.skipIf(lacks(...programs))(
  'a worker that Redis lets take no jobs answers /health with 503 and why, until it does',
  SLOW,
  async () => {
    const queue = await aQueue();
    const redis = new Redis(queue.url);
    onTestFinished(() => redis.disconnect());
    const user = async (...rules: string[]) => await redis.call('ACL', 'SETUSER', 'ops', ...rules);
    await user('on', '>pw', '~driftwatch:*', '+@all', '-@dangerous', '+client|list', '-bzpopmin');
    const worker = await aWorkerProcess(queue.url.replace('redis://', 'redis://ops:pw@'), 'home');
    await expect.poll(worker.said, SLOW).toMatch(/The worker is ready/);
    const why = 'Redis does not let this user run BZPOPMIN: change its ACL';
    await expect.poll(worker.health, SLOW).toEqual({ status: 503, queue: why });
    await pause(3000);
    expect(await worker.health()).toEqual({ status: 503, queue: why });
    await user('+bzpopmin');
    await expect.poll(worker.health, SLOW).toEqual({ status: 200, queue: 'in reach' });
    await redis.call('REPLICAOF', '127.0.0.1', '1');
    const replica = 'Redis is a read-only replica: set the primary in QUEUE_URL';
    await expect.poll(worker.health, SLOW).toEqual({ status: 503, queue: replica });
    await redis.call('REPLICAOF', 'NO', 'ONE');
    await expect.poll(worker.health, SLOW).toEqual({ status: 200, queue: 'in reach' });
  },
);

it.skipIf(lacks(...programs))(
  'a worker answers /health with 503 and why while Redis is away or hangs, and with 200 as soon as it is back',
  SLOW,
  async () => {
    const queue = await aQueue();
    const worker = await aWorkerProcess(queue.url, 'home');
    await expect
      .poll(worker.said, SLOW)
      .toMatch(/"started_ms":\d+,"memory_mb":\d+,"msg":"The worker is ready"/);
    await expect.poll(worker.health, SLOW).toEqual({ status: 200, queue: 'in reach' });
    await queue.kill();
    await expect
      .poll(worker.health, SLOW)
      .toEqual({ status: 503, queue: 'Redis cannot be reached: nothing listens there' });
    await queue.start();
    await expect.poll(worker.health, SLOW).toEqual({ status: 200, queue: 'in reach' });
    queue.freeze();
    await expect.poll(worker.health, SLOW).toMatchObject({ status: 503 });
    queue.thaw();
    await expect.poll(worker.health, SLOW).toEqual({ status: 200, queue: 'in reach' });
  },
);

it.skipIf(lacks(...programs))(
  'a worker without jobs answers /health with 503 and why while Redis takes no writes, and writes nothing that stays',
  SLOW,
  async () => {
    const queue = await aQueue();
    const redis = new Redis(queue.url);
    onTestFinished(() => redis.disconnect());
    const worker = await aWorkerProcess(queue.url, 'home');
    await expect.poll(worker.said, SLOW).toMatch(/The queue is in reach/);
    await redis.config('SET', 'min-replicas-to-write', '1');
    const replicas = 'Redis has too few replicas to take writes: see its min-replicas-to-write';
    await expect.poll(worker.health, SLOW).toEqual({ status: 503, queue: replicas });
    await redis.config('SET', 'min-replicas-to-write', '0');
    await expect.poll(worker.health, SLOW).toEqual({ status: 200, queue: 'in reach' });
    await redis.call('CLIENT', 'PAUSE', '40000', 'WRITE');
    await pause(13_000);
    expect(await worker.health()).toEqual({ status: 503, queue: 'Redis does not answer' });
    await redis.call('CLIENT', 'UNPAUSE');
    await expect.poll(worker.health, SLOW).toEqual({ status: 200, queue: 'in reach' });
    // The other one is BullMQ's own.
    const keys = (await redis.keys('*')).filter((key) => !key.endsWith(':stalled-check'));
    expect(keys).toEqual(['driftwatch:site-home:meta']);
    expect(await staying(redis)).toEqual([]);
  },
);
