import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { expect, it, onTestFinished } from 'vitest';
import { lacks } from '../../support/machines/system.ts';
import { lossOf, readSite } from '../../support/sites/read.ts';
import { aQueue, aWorker, theBot } from '../../support/sites/scene.ts';

const SLOW = { timeout: 60_000 };

it.skipIf(lacks(['redis-server', 'redis-server']))(
  'a site is read as ever while somebody else puts jobs and answers into Redis, which are refused and counted',
  async () => {
    const { url } = await aQueue();
    aWorker(url);
    const { sites, counted } = theBot(url);
    expect(lossOf(await readSite(sites))).toBeNull();
    const redis = new Redis(url, { maxRetriesPerRequest: null });
    onTestFinished(() => redis.disconnect());
    const put = async (name: string, data: unknown) =>
      await new Queue(name, { connection: redis, prefix: 'driftwatch' }).add('job', data);
    const [meta = ''] = await redis.keys('driftwatch:answers-*:meta');
    const answers = meta.split(':')[1] ?? '';
    await put(answers, 'in sync');
    await put(answers, ['in sync', { site: 'home', job: 'j0', sealed: 'in sync' }]);
    const job = await put('site-home', { kind: 'run', command: 'reboot' });
    await expect
      .poll(() => counted.filter((each) => /^(?:refused|late)/.test(each)), SLOW)
      .toEqual(['refused unknown malformed', 'refused unknown malformed', 'late home']);
    await expect.poll(async () => await redis.exists(`driftwatch:site-home:${job.id}`), SLOW).toBe(0);
    expect(lossOf(await readSite(sites))).toBeNull();
  },
);
