import { Redis } from 'ioredis';
import { describe, expect, it, onTestFinished } from 'vitest';
import { queueOn } from '../../../src/sites/queue/add-job.ts';
import { addingTogether } from '../../../src/sites/jobs/add-together.ts';
import { openRedis } from '../../../src/sites/queue/redis.ts';
import { lacks } from '../../support/machines/system.ts';
import { aQueue } from '../../support/sites/scene.ts';
import { staying } from '../../support/sites/staying.ts';

async function aScene() {
  const { url } = await aQueue();
  const redis = openRedis(url, 'commands', 8000);
  const asking = new Redis(url);
  onTestFinished(() => {
    redis.disconnect();
    asking.disconnect();
  });
  await expect.poll(() => redis.status).toBe('ready');
  const add = addingTogether(
    redis,
    queueOn(redis, 'site-home', () => {}),
  );
  const waiting = async () => (await asking.lrange('driftwatch:site-home:wait', 0, -1)).toReversed();
  const transactions = async () =>
    Number(/cmdstat_exec:calls=(\d+)/.exec(await asking.info('commandstats'))?.[1] ?? 0);
  return { asking, add, waiting, transactions };
}

const ids = (count: number) => Array.from({ length: count }, (_, at) => `j${at}`);

describe.skipIf(lacks(['redis-server', 'redis-server']))('jobs that are added in one turn', () => {
  it('go in one transaction, in their order, and none of their keys stays', async () => {
    const { asking, add, waiting, transactions } = await aScene();
    // The scripts are not there yet.
    await add({ id: 'first', data: 'sealed' });
    const before = await transactions();
    await Promise.all(ids(8).map(async (id) => await add({ id, data: id })));
    expect((await transactions()) - before).toBe(1);
    expect(await waiting()).toEqual(['first', ...ids(8)]);
    expect(await asking.hget('driftwatch:site-home:j7', 'data')).toBe('"j7"');
    expect(await staying(asking)).toEqual([]);
  });

  it('are all there where Redis has lost its scripts', async () => {
    const { asking, add, waiting } = await aScene();
    await add({ id: 'first', data: 'sealed' });
    await asking.script('FLUSH');
    await Promise.all(ids(3).map(async (id) => await add({ id, data: id })));
    expect(await waiting()).toEqual(['first', ...ids(3)]);
    expect(await staying(asking)).toEqual([]);
  });

  it('fail together, and the next are added anew', async () => {
    const { asking, add, waiting } = await aScene();
    await add({ id: 'first', data: 'sealed' });
    await asking.config('SET', 'maxmemory', '1');
    const failed = await Promise.allSettled(ids(2).map(async (id) => await add({ id, data: id })));
    expect(failed.map((each) => (each.status === 'rejected' ? String(each.reason) : 'added'))).toEqual(
      Array(2).fill(expect.stringContaining('OOM')),
    );
    await asking.config('SET', 'maxmemory', '0');
    await add({ id: 'j2', data: 'sealed' });
    expect(await waiting()).toEqual(['first', 'j2']);
  });
});
