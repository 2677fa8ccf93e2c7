import { expect, it } from 'vitest';
import { lacks } from '../support/machines/system.ts';
import { aQueue } from '../support/sites/scene.ts';
import { aWorkerProcess } from '../support/sites/worker-process.ts';

const SLOW = { timeout: 120_000, interval: 250 };

it.skipIf(lacks(['redis-server', 'redis-server']))(
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
