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

  it(
    'does not keep the bot from hearing what workers do with an event that cannot be read',
    SLOW,
    async () => {
      const { url } = await aQueue();
      const redis = client(url);
      const { sites, counted } = theBot(url);
      const heard = () => counted.filter((each) => each === 'waited home').length;
      aPuppet(url, async ({ request, sealed, answers }) => {
        const before = heard();
        for (let waited = 0; waited < 2000 && heard() === before; waited += 50) await pause(50);
        await answers.add('job', [await sealed(nodeRuns(machineOf(request)))]);
      });
      await redis.xadd('driftwatch:site-home:events', '*', 'event', 'completed', 'returnvalue', '{bad');
      async function audit() {
        const before = heard();
        await auditSite(sites, 1, quick);
        return heard() > before;
      }
      await expect.poll(audit, SLOW).toBe(true);
    },
  );

  it('holds up a site for a minute at most with the brakes of its queue', SLOW, async () => {
    const { url } = await aQueue();
    aWorker(url);
    const redis = client(url);
    await redis.hset('driftwatch:site-home:meta', { paused: 1, concurrency: 0, max: 1, duration: 3_600_000 });
    const { sites } = theBot(url);
    await expect.poll(async () => lossOf(await readSite(sites, 1, quick)), SLOW).toBeNull();
  });
});
