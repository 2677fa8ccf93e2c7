import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { describe, expect, it, onTestFinished } from 'vitest';
import { lacks } from '../../support/machines/system.ts';
import { auditSite } from '../../support/sites/audit.ts';
import { aPuppet, machineOf, nodeRuns } from '../../support/sites/puppet.ts';
import { lossOf, readSite } from '../../support/sites/read.ts';
import { aQueue, aWorker, theBot } from '../../support/sites/scene.ts';

const SLOW = { timeout: 120_000, interval: 500 };
const MB = 2 ** 20;
const quick = { connectMs: 10_000, machineMs: 5000, graceMs: 500 };

/** What Redis has sent to all that ask it, in bytes. */
async function sentBy(redis: Redis): Promise<number> {
  return Number(/total_net_output_bytes:(\d+)/.exec(await redis.info('stats'))?.[1]);
}

describe.skipIf(lacks(['redis-server', 'redis-server']))('more than 4 MB at once', () => {
  it(
    "instead of an answer is given up before it is read, is told, and is over when it's gone",
    SLOW,
    async () => {
      const { url } = await aQueue();
      const redis = new Redis(url);
      onTestFinished(() => redis.disconnect());
      let isLarge = true;
      const puppet = aPuppet(url, async ({ id, answers }) => {
        if (isLarge) await answers.add('job', [{ site: 'home', job: id, sealed: 'x'.repeat(30 * MB) }]);
      });
      const { sites } = theBot(url);
      const { states, found } = await auditSite(sites, 2, quick);
      expect(states).toEqual(['unknown', 'unknown']);
      // Of two jobs that are lost the first may be overdue before Redis has said anything.
      expect(found).toEqual([
        expect.stringMatching(/^site_unreachable: .*Redis sent more than 4 MB at once/),
      ]);
      expect(await sentBy(redis)).toBeLessThan(20 * MB);
      isLarge = false;
      await puppet.stop();
      aWorker(url);
      await expect.poll(async () => lossOf(await readSite(sites, 1, quick)), SLOW).toBeNull();
    },
  );

  it('instead of a job is given up by the worker, which goes on with the next', SLOW, async () => {
    const { url } = await aQueue();
    const redis = new Redis(url);
    onTestFinished(() => redis.disconnect());
    await redis.hset('driftwatch:site-home:j0', {
      name: 'job',
      data: `"${'x'.repeat(30 * MB)}"`,
      opts: '{}',
    });
    await redis.lpush('driftwatch:site-home:wait', 'j0');
    aWorker(url);
    const { sites } = theBot(url);
    await expect.poll(async () => lossOf(await readSite(sites, 1, quick)), SLOW).toBeNull();
    expect(await sentBy(redis)).toBeLessThan(20 * MB);
  });

  it('next to what a worker does is passed over, and none of that is missed', SLOW, async () => {
    const { url } = await aQueue();
    const redis = new Redis(url);
    onTestFinished(() => redis.disconnect());
    const junk = () => redis.xadd('driftwatch:site-home:events', '*', 'event', 'x'.repeat(30 * MB));
    await junk();
    aPuppet(url, async ({ id, request, answers, sealed }) => {
      await junk();
      await pause(6000);
      await answers.add('job', [await sealed(nodeRuns(machineOf(request)))], { jobId: id });
    });
    const { sites, counted } = theBot(url);
    const seen = await readSite(sites, 1, { ...quick, connectMs: 4500, machineMs: 20_000 });
    expect(lossOf(seen)).toBeNull();
    expect(counted).toEqual(['waited home', 'worked home']);
    // each of the two, read whole once, is 30 MB
    expect(await sentBy(redis)).toBeLessThan(55 * MB);
  });
});
