import { Redis } from 'ioredis';
import { describe, expect, it, onTestFinished } from 'vitest';
import { lacks } from '../../support/machines/system.ts';
import { lossOf, readSite } from '../../support/sites/read.ts';
import { aQueue, aWorker, theBot } from '../../support/sites/scene.ts';
import { staying } from '../../support/sites/staying.ts';

const SLOW = { timeout: 60_000 };
const elsewhere = { hosts: ['203.0.113.0/24'] };
const limits = { connectMs: 10_000, machineMs: 10_000 };

async function workersAt(url: string, count: number): Promise<void> {
  const { sites } = theBot(url);
  await sites.hello('home');
  const counted = async () => (await sites.queueCounts(['home']))[0]?.workers;
  await expect.poll(counted, SLOW).toBe(count);
}

describe.skipIf(lacks(['redis-server', 'redis-server']))('a worker with a narrower WORKER_HOSTS', () => {
  it('leaves the machines that it may not read to another one, and leaves nothing behind', SLOW, async () => {
    const { url } = await aQueue();
    for (let each = 0; each < 3; each += 1) aWorker(url, 'home', elsewhere);
    aWorker(url);
    await workersAt(url, 4);
    const { sites } = theBot(url);
    const seen = await readSite(sites, 30, limits);
    const names = Object.keys(seen.machines);
    expect(names).toHaveLength(30);
    expect(names.map((name) => lossOf(seen, name))).toEqual(names.map(() => null));
    const redis = new Redis(url);
    onTestFinished(() => redis.disconnect());
    expect(await staying(redis)).toEqual([]);
  });

  it.each([1, 3])('refuses soon what none of %i may read', SLOW, async (count) => {
    const { url } = await aQueue();
    for (let each = 0; each < count; each += 1) aWorker(url, 'home', elsewhere);
    await workersAt(url, count);
    const { sites } = theBot(url);
    const started = performance.now();
    expect(lossOf(await readSite(sites, 1, limits))).toMatchObject({
      reason: 'denied',
      detail: expect.stringMatching(
        /^a worker of site home refused the request: WORKER_HOSTS does not allow /,
      ),
    });
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
