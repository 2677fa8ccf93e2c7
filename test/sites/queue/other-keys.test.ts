import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parseSiteKeys } from '../../../src/sites/sealing/keys.ts';
import { seal } from '../../../src/sites/sealing/seal.ts';
import { lacks } from '../../support/machines/system.ts';
import { keyText, siteKey } from '../../support/sites/keys.ts';
import { lossOf, readSite } from '../../support/sites/read.ts';
import { aQueue, aWorker, theBot } from '../../support/sites/scene.ts';
import { staying } from '../../support/sites/staying.ts';
import { aWorkerProcess } from '../../support/sites/worker-process.ts';

const SLOW = { timeout: 90_000, interval: 250 };
const limits = { connectMs: 10_000, machineMs: 10_000 };
const others = { keys: parseSiteKeys(keyText('other')) ?? [] };

async function workersAt(url: string, count: number) {
  const { sites } = theBot(url);
  await sites.queueCounts(['home']);
  const counted = async () => (await sites.queueCounts(['home']))[0]?.workers;
  await expect.poll(counted, SLOW).toBe(count);
  return sites;
}

function openRedis(url: string): Redis {
  const redis = new Redis(url, { maxRetriesPerRequest: null });
  onTestFinished(() => redis.disconnect());
  return redis;
}

describe.skipIf(lacks(['redis-server', 'redis-server']))('a worker with another SITE_KEY', () => {
  it('leaves the jobs to others, says so once, and stands back', SLOW, async () => {
    const { url } = await aQueue();
    const wrong = await aWorkerProcess(url, 'home', { SITE_KEY: keyText('other') });
    await expect.poll(wrong.health, SLOW).toMatchObject({ status: 200 });
    aWorker(url, 'home', others);
    aWorker(url);
    const sites = await workersAt(url, 3);
    for (let audit = 0; audit < 3; audit += 1) {
      const seen = await readSite(sites, 30, limits);
      const names = Object.keys(seen.machines);
      expect(names.map((name) => lossOf(seen, name))).toEqual(names.map(() => null));
    }
    const health = async () => {
      await readSite(sites, 10, limits);
      return await wrong.health();
    };
    const why = "the jobs are sealed with another SITE_KEY than this worker's: set the bot's";
    await expect.poll(health, SLOW).toEqual({ status: 503, queue: why });
    expect(wrong.said().match(/A job is left to other workers/g)).toHaveLength(1);
    expect(await staying(openRedis(url))).toEqual([]);
  });

  it.each([1, 2, 3])('refuses at once where all %i have another', SLOW, async (count) => {
    const { url } = await aQueue();
    for (let each = 0; each < count; each += 1) aWorker(url, 'home', others);
    const sites = await workersAt(url, count);
    const started = performance.now();
    const seen = await readSite(sites, 30, limits);
    const names = Object.keys(seen.machines);
    const refused = 'a worker of site home refused the request: it is sealed with another SITE_KEY';
    expect(names.map((name) => lossOf(seen, name)?.detail)).toEqual(names.map(() => refused));
    expect(performance.now() - started).toBeLessThan(30_000);
  });

  it('is not what a worker is taken for that somebody sends junk', SLOW, async () => {
    const { url } = await aQueue();
    for (let each = 0; each < 2; each += 1) aWorker(url);
    const sites = await workersAt(url, 2);
    const connection = openRedis(url);
    const queue = new Queue('site-home', { connection, prefix: 'driftwatch' });
    onTestFinished(() => queue.close());
    const junk = Array.from({ length: 500 }, async (_, at) => {
      const data = await seal(
        {},
        { site: 'home', job: `x${at}`, answers: null },
        siteKey('other'),
        Date.now(),
      );
      return { name: 'job', data, opts: { jobId: `x${at}`, removeOnFail: true } };
    });
    await queue.addBulk(await Promise.all(junk));
    const seen = await readSite(sites, 30, limits);
    const names = Object.keys(seen.machines);
    expect(names.map((name) => lossOf(seen, name))).toEqual(names.map(() => null));
  });
});
