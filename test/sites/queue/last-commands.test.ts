import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createSites } from '../../../src/sites/site-client.ts';
import { keepSwept } from '../../../src/sites/queue/sweep.ts';
import { lacks } from '../../support/machines/system.ts';
import { keyText } from '../../support/sites/keys.ts';
import { aWayOf } from '../../support/sites/last-command.ts';
import { aQueue, aWorker, release } from '../../support/sites/scene.ts';
import { staying } from '../../support/sites/staying.ts';

/** The second test dies after each third of them in CI. */
const EACH = process.env['CI'] ? 3 : 9;
/** commands that a greeting takes, and more */
const MOST = 400;
const SLOW = { timeout: 60_000, interval: 50 };
const SOON = { timeout: 20_000, interval: 50 };

function client(url: string): Redis {
  const redis = new Redis(url);
  onTestFinished(() => redis.disconnect());
  return redis;
}

/** Bots that are all closed at the end, at once: each takes its time without Redis. */
function bots() {
  const ends: (() => Promise<void>)[] = [];
  onTestFinished(async () => void (await Promise.all(ends.map(async (end) => await end()))));
  return (queueUrl: string) => {
    const sites = createSites({
      queueUrl,
      siteKey: keyText(),
      release: async () => release,
      now: Date.now,
    });
    ends.push(async () => await sites.close());
    return sites;
  };
}

/** Waits until Redis has carried out what the others sent, and closed their connections. */
async function alone(redis: Redis): Promise<void> {
  while (
    String(await redis.client('LIST'))
      .trim()
      .includes('\n')
  )
    await pause(10);
}

describe.skipIf(lacks(['redis-server', 'redis-server']))(
  'in Redis, of who is killed after any command',
  () => {
    it('nothing stays of a bot, though nobody comes after it', SLOW, async () => {
      const queue = await aQueue();
      const redis = client(queue.url);
      const aBot = bots();
      for (let [last, isWhole] = [1, false]; !isWhole; last += 1) {
        await redis.flushall();
        const way = await aWayOf(queue.port, last);
        void aBot(way.url).hello('home');
        const isAdded = async () => (await redis.llen('driftwatch:site-home:wait')) === 1;
        while (way.said.length < last && !isWhole) isWhole = (await isAdded()) || (await pause(10, false));
        if (!isWhole) await alone(redis);
        expect([way.said, await staying(redis)]).toEqual([way.said, []]);
      }
    });

    it('nothing stays of a later job of the same minute either, once the first was taken', SLOW, async () => {
      const queue = await aQueue();
      const redis = client(queue.url);
      const bot = bots()(queue.url);
      for (const round of [1, 2]) {
        void bot.hello('home');
        await expect.poll(async () => await redis.llen('driftwatch:site-home:wait'), SOON).toBe(1);
        expect([round, await staying(redis)]).toEqual([round, []]);
        await redis.del('driftwatch:site-home:wait', 'driftwatch:site-home:marker');
      }
    });

    it('nothing stays of a bot and a worker once somebody comes after them', SLOW, async () => {
      const queue = await aQueue();
      const redis = client(queue.url);
      const aBot = bots();
      const ending: Promise<void>[] = [];
      const left = new Set<string>();
      for (let isWhole = false, last = 1; !isWhole; last += EACH) {
        await redis.flushall();
        const way = await aWayOf(queue.port, last);
        const { stop } = aWorker(way.url);
        const said = await Promise.race([way.dead, aBot(way.url).hello('home')]);
        isWhole = said !== null && 'hello' in said;
        if (!isWhole) await alone(redis);
        for (const key of await staying(redis)) left.add(key.split(':').at(-1) ?? '');
        const next = client(queue.url);
        keepSwept(next);
        await expect.poll(async () => await staying(redis), SOON).toEqual([]);
        next.disconnect();
        ending.push(stop());
        expect(last).toBeLessThan(MOST);
      }
      await Promise.all(ending);
      // Else there was nothing to sweep.
      expect([...left]).toContain('active');
    });
  },
);
