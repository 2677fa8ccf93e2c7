import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { describe, expect, it, onTestFinished } from 'vitest';
import { lacks } from '../../support/machines/system.ts';
import { auditSite } from '../../support/sites/audit.ts';
import { aPuppet, machineOf, nodeRuns } from '../../support/sites/puppet.ts';
import type { Held } from '../../support/sites/puppet.ts';
import { clients } from '../../support/probes/run-scene.ts';
import { aQueue, aWorker, theBot } from '../../support/sites/scene.ts';

const SLOW = { timeout: 120_000, interval: 500 };
const quick = { connectMs: 2000, machineMs: 2000, graceMs: 500 };
const inSync = { states: ['in_sync', 'in_sync'], found: [] };

async function answer({ request, sealed, answers }: Held) {
  await answers.add('job', [await sealed(nodeRuns(machineOf(request)))]);
}

function client(url: string): Redis {
  const redis = new Redis(url, { maxRetriesPerRequest: null });
  redis.on('error', () => {});
  onTestFinished(() => redis.disconnect());
  return redis;
}

describe.skipIf(lacks(['redis-server', 'redis-server']))('an audit through a Redis', () => {
  it.each([
    ['is restarted empty', ['--appendonly', 'no']],
    ['is restarted with all that it had', []],
  ])('that %s in the middle of it hides what it hides, and the next is whole', SLOW, async (_, flags) => {
    const queue = await aQueue(flags);
    const held = Promise.withResolvers<null>();
    const first = Promise.withResolvers<null>();
    aPuppet(queue.url, async (job) => {
      first.resolve(null);
      await held.promise;
      await answer(job);
    });
    const { sites } = theBot(queue.url);
    const audit = auditSite(sites, 2, quick);
    await first.promise;
    await queue.kill();
    await queue.start();
    const { states, found } = await audit;
    expect(states).toEqual(['unknown', 'unknown']);
    expect(found).toEqual([expect.stringContaining('site_unreachable: Site home was not seen (2 machines)')]);
    held.resolve(null);
    await expect.poll(async () => await auditSite(sites, 2, quick), SLOW).toEqual(inSync);
  });

  it('that is away for a moment when a worker has its answer hears it once it is back', SLOW, async () => {
    const queue = await aQueue();
    const [first, held] = [Promise.withResolvers<null>(), Promise.withResolvers<null>()];
    async function get(): Promise<never> {
      first.resolve(null);
      await held.promise;
      throw new Error('nobody answers');
    }
    const ssh = { ...clients().ssh, run: get };
    aWorker(queue.url, 'home', { clients: { ssh, http: { get, close: async () => {} } } });
    const { sites } = theBot(queue.url);
    const audit = auditSite(sites, 1, { connectMs: 10_000, machineMs: 10_000 });
    await first.promise;
    await queue.kill();
    held.resolve(null);
    await pause(1500);
    await queue.start();
    expect((await audit).found.filter((each) => each.startsWith('site_unreachable'))).toEqual([]);
  });

  it('that still has the jobs of a bot that was killed answers the next one alone', SLOW, async () => {
    const queue = await aQueue();
    const killed = theBot(queue.url);
    const lost = auditSite(killed.sites, 2, { ...quick, connectMs: 60_000 });
    const redis = client(queue.url);
    await expect.poll(async () => await redis.llen('driftwatch:site-home:wait'), SLOW).toBe(2);
    await queue.kill();
    await killed.sites.close();
    await lost;
    await queue.start();
    await expect.poll(async () => await redis.llen('driftwatch:site-home:wait'), SLOW).toBe(2);
    const taken: string[] = [];
    aPuppet(queue.url, async (job) => {
      taken.push(machineOf(job.request));
      await answer(job);
    });
    const { sites } = theBot(queue.url);
    expect(await auditSite(sites, 2)).toEqual(inSync);
    expect(taken).toHaveLength(4);
    const left = await redis.keys('driftwatch:site-*');
    expect(left.filter((key) => /:j[0-9a-f]{32}$/.test(key))).toEqual([]);
    for (const key of left) expect([key, (await redis.pttl(key)) > 0]).toEqual([key, true]);
  });

  it('that throws keys away is true, whatever is thrown away, and whole once it does not', SLOW, async () => {
    const queue = await aQueue(['--maxmemory', '2500kb', '--maxmemory-policy', 'allkeys-random']);
    aPuppet(queue.url, answer);
    const { sites } = theBot(queue.url);
    const redis = client(queue.url);
    for (let audit = 0; audit < 3; audit += 1) {
      const filling = fill(redis, audit);
      const { states, found } = await auditSite(sites, 20, quick);
      await filling;
      const unknown = states.filter((state) => state === 'unknown').length;
      expect(states.filter((state) => state === 'in_sync')).toHaveLength(20 - unknown);
      expect(found).toHaveLength(unknown > 0 ? 1 : 0);
      expect(found.filter((each) => !each.startsWith('site_unreachable'))).toEqual([]);
    }
    await redis.config('SET', 'maxmemory', '0');
    await expect.poll(async () => await auditSite(sites, 2, quick), SLOW).toEqual(inSync);
  });
});

async function fill(redis: Redis, audit: number): Promise<void> {
  for (let at = 0; at < 4000; at += 1) await redis.set(`fill:${audit}:${at}`, 'x'.repeat(2000));
}
