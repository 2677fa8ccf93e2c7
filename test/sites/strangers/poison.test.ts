import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { describe, expect, it, onTestFinished } from 'vitest';
import { lacks } from '../../support/machines/system.ts';
import { auditSite } from '../../support/sites/audit.ts';
import { aPuppet, machineOf, nodeRuns } from '../../support/sites/puppet.ts';
import { lossOf, readSite } from '../../support/sites/read.ts';
import { aQueue, aWorker, theBot } from '../../support/sites/scene.ts';

const SLOW = { timeout: 120_000, interval: 500 };
const quick = { connectMs: 3000, machineMs: 6000, graceMs: 500 };
const deep = '['.repeat(1_000_000) + ']'.repeat(1_000_000);

/** What BullMQ itself would never write of a job. */
const jobs: Record<string, string>[] = [
  { data: '{bad' },
  { opts: '{bad' },
  { opts: 'null' },
  { data: deep },
  {
    data: '{"__proto__":{"sealed":"x"}}',
    opts: '{"__proto__":{"attempts":9},"repeat":{"every":1},"delay":5}',
  },
  { stacktrace: '{bad', returnvalue: '{bad', progress: '{bad', parentKey: 'driftwatch:x:1' },
];

const events = 'driftwatch:site-home:events';

function client(url: string): Redis {
  const redis = new Redis(url);
  onTestFinished(() => redis.disconnect());
  return redis;
}

/** Puts all of them in front of a queue, and a job that there is not. @param base `driftwatch:site-home` */
async function poison(redis: Redis, base: string): Promise<void> {
  for (const [at, fields] of jobs.entries()) {
    const id = at === 0 ? 'p'.repeat(100_000) : `p${at}`;
    await redis.hset(`${base}:${id}`, { name: 'job', data: '{}', opts: '{}', timestamp: '1', ...fields });
    await redis.rpush(`${base}:wait`, id);
  }
  await redis.rpush(`${base}:wait`, 'ghost');
  await redis.lpush(`${base}:active`, 'ghost');
  await redis.zadd(`${base}:marker`, 0, 'm'.repeat(100_000));
}

/** Workers that answer as soon as the bot has heard that they have the job, or 2 s later. */
async function aListener() {
  const { url } = await aQueue();
  function open() {
    const { sites, counted } = theBot(url);
    const heard = () => counted.filter((each) => each === 'waited home').length;
    aPuppet(url, async ({ request, sealed, answers }) => {
      const before = heard();
      for (let waited = 0; waited < 2000 && heard() === before; waited += 50) await pause(50);
      await answers.add('job', [await sealed(nodeRuns(machineOf(request)))]);
    });
    /** Does it hear what becomes of a job? */
    return async () => {
      const before = heard();
      await auditSite(sites, 1, quick);
      return heard() > before;
    };
  }
  return { redis: client(url), open };
}

describe.skipIf(lacks(['redis-server', 'redis-server']))('who has Redis alone', () => {
  it('stops neither end for good with jobs that are none', SLOW, async () => {
    const { url } = await aQueue();
    aWorker(url);
    const { sites } = theBot(url);
    expect(lossOf(await readSite(sites))).toBeNull();
    const redis = client(url);
    const [meta = ''] = await redis.keys('driftwatch:answers-*:meta');
    for (const base of ['driftwatch:site-home', meta.replace(/:meta$/, '')]) await poison(redis, base);
    await expect.poll(async () => lossOf(await readSite(sites, 3, quick), 'box-2'), SLOW).toBeNull();
  });

  it.each<[string, (redis: Redis) => Promise<unknown>]>([
    [
      'that cannot be read',
      async (redis) => await redis.xadd(events, '*', 'event', 'completed', 'returnvalue', '{bad'),
    ],
    ['without a name', async (redis) => await redis.xadd(events, '*', 'jobId', 'x')],
    ['from the future', async (redis) => await redis.xadd(events, '99999999999999-*', 'event', 'active')],
  ])('makes the bot miss nothing that workers do with an event %s', SLOW, async (_, put) => {
    const { redis, open } = await aListener();
    await put(redis);
    const hears = open();
    for (let round = 0; round < 3; round += 1) {
      await put(redis);
      expect(await hears()).toBe(true);
    }
  });

  it('makes the bot deaf to no server that has lost its events and whose clock is behind', SLOW, async () => {
    const { redis, open } = await aListener();
    await redis.xadd(events, '99999999999999-0', 'event', 'active', 'jobId', 'x');
    const hears = open();
    expect(await hears()).toBe(true);
    await redis.flushall();
    await expect.poll(async () => await hears(), SLOW).toBe(true);
  });

  it('holds up a site for a minute at most with the brakes of its queue', SLOW, async () => {
    const { url } = await aQueue();
    aWorker(url);
    const redis = client(url);
    await redis.hset('driftwatch:site-home:meta', { paused: 1, concurrency: 0, max: 1, duration: 3_600_000 });
    const { sites } = theBot(url);
    await expect.poll(async () => lossOf(await readSite(sites, 1, quick)), SLOW).toBeNull();
  });
});
