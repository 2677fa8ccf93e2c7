import { join } from 'node:path';
import { Redis } from 'ioredis';
import { describe, expect, it, onTestFinished } from 'vitest';
import { observe } from '../../../src/probes/run.ts';
import { parseSiteKeys } from '../../../src/sites/sealing/keys.ts';
import { testFolder } from '../../support/machines/folder.ts';
import { lacks } from '../../support/machines/system.ts';
import { aMachine, aService } from '../../support/facts/observed.ts';
import { aPlan, clients, limits } from '../../support/probes/run-scene.ts';
import { serveRaw } from '../../support/servers/http-servers.ts';
import { generateKey } from '../../support/servers/ssh-keys.ts';
import { keyText } from '../../support/sites/keys.ts';
import { aPuppet } from '../../support/sites/puppet.ts';
import { readSite } from '../../support/sites/read.ts';
import { aQueue, aWorker, theBot } from '../../support/sites/scene.ts';
import { staying } from '../../support/sites/staying.ts';
import { aWorkerProcess } from '../../support/sites/worker-process.ts';

/** Each leaves what it leaves: fewer show it to whoever waits. */
const JOBS = process.env['CI'] ? 10_000 : 1000;
const SLOW = { timeout: 120_000, interval: 500 };

function client(url: string): Redis {
  const redis = new Redis(url);
  onTestFinished(() => redis.disconnect());
  return redis;
}

/** The keys of jobs and their locks. */
async function jobsIn(redis: Redis): Promise<string[]> {
  return (await redis.keys('*')).filter((key) => /:(?:j[0-9a-f]{32}|\d+)(?::lock)?$/.test(key));
}

describe.skipIf(lacks(['redis-server', 'redis-server']))('in Redis', () => {
  it('nothing is left after thousands of jobs but what goes by itself, and nothing at all of a bot that has ended', async () => {
    const queue = await aQueue(['--appendfsync', 'no']);
    aWorker(queue.url, 'home', { concurrency: 32 });
    const { sites } = theBot(queue.url);
    const redis = client(queue.url);
    const answers = await Promise.all(Array.from({ length: JOBS }, () => sites.hello('home')));
    expect(answers.filter((answer) => 'lost' in answer)).toEqual([]);
    const used = Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1]);
    await expect.poll(async () => await jobsIn(redis), SLOW).toEqual([]);
    expect(await staying(redis)).toEqual([]);
    expect(used).toBeLessThan(8 * 2 ** 20);
    // Trimmed by whole nodes of 100 events.
    const events = (await redis.keys('*:events')).map(async (key) => await redis.xlen(key));
    expect(Math.max(...(await Promise.all(events)))).toBeLessThanOrEqual(1200);
    await sites.close();
    expect(
      (await redis.keys('driftwatch:answers-*')).filter((key) => !key.endsWith(':stalled-check')),
    ).toEqual([]);
  });

  it('nothing is left of jobs that nobody took, that were refused, that came late, or whose worker was killed', async () => {
    const queue = await aQueue();
    const redis = client(queue.url);
    const quick = { connectMs: 1000, machineMs: 500, graceMs: 100 };
    const { sites, counted } = theBot(queue.url);
    // nobody
    await readSite(sites, 40, quick);
    await expect.poll(async () => await jobsIn(redis), SLOW).toEqual([]);
    // refused
    const stranger = aWorker(queue.url, 'home', { keys: parseSiteKeys(keyText('other')) ?? [] });
    await readSite(sites, 40, { connectMs: 60_000 });
    await stranger.stop();
    await expect.poll(async () => await jobsIn(redis), SLOW).toEqual([]);
    // late
    const held = Promise.withResolvers<null>();
    const puppet = aPuppet(queue.url, async ({ sealed, answers }) => {
      await held.promise;
      await answers.add('job', [await sealed({})], { removeOnComplete: true });
    });
    await readSite(sites, 4, quick);
    held.resolve(null);
    await expect.poll(() => counted.filter((each) => each === 'late home').length, SLOW).toBe(4);
    await puppet.stop();
    // killed
    const { port } = await serveRaw(() => {});
    const box = aMachine({ name: 'box', host: '127.0.0.1', port, site: 'home' });
    const web = aService({ machine: 'box', endpoints: [], repo: null, process: 'node' });
    const keys = await testFolder();
    const SSH_KEY_PATH = generateKey(join(keys, 'client'));
    const dying = await aWorkerProcess(queue.url, 'home', { SSH_KEY_PATH });
    const long = { ...limits, connectMs: 20_000 };
    const audit = observe(aPlan({ machines: [box], services: [web] }), clients({ sites }), long, () => {});
    await expect.poll(async () => await redis.llen('driftwatch:site-home:active'), SLOW).toBe(1);
    dying.child.kill('SIGKILL');
    aWorker(queue.url);
    await expect.poll(async () => await jobsIn(redis), SLOW).toEqual([]);
    await audit;
    expect(await staying(redis)).toEqual([]);
  });
});
