import { Redis } from 'ioredis';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createAnswerBatches } from '../../src/worker/answer-batches.ts';
import { lacks } from '../support/machines/system.ts';
import { aQueue } from '../support/sites/scene.ts';

const reply = `answers-${'0'.repeat(16)}`;

/** The queue of a bot, and a worker that has so many jobs. */
async function aScene(jobs: number) {
  const { url } = await aQueue();
  const redis = new Redis(url);
  onTestFinished(() => redis.disconnect());
  const batches = createAnswerBatches(
    redis,
    () => {},
    () => jobs,
  );
  const send = async (at: number, size = 1000) =>
    await batches(reply, { site: 'home', job: `j${at}`, sealed: 'x'.repeat(size) });
  return { send, sent: async () => await sentTo(redis) };
}

/** What the jobs of the bot's queue hold, in the order in which they came. */
async function sentTo(redis: Redis) {
  const ids = (await redis.lrange(`driftwatch:${reply}:wait`, 0, -1)).toReversed();
  const data = await Promise.all(
    ids.map(async (id) => await redis.hget(`driftwatch:${reply}:${id}`, 'data')),
  );
  return data.map((text) => {
    const envelopes: { job: string }[] = JSON.parse(text ?? '');
    return { jobs: envelopes.map(({ job }) => job), bytes: text?.length ?? 0 };
  });
}

/** The same where a worker has as many jobs as answers, and all are ready at once. */
async function together(sizes: readonly number[]) {
  const { send, sent } = await aScene(sizes.length);
  await Promise.all(sizes.map(async (size, at) => await send(at, size)));
  return await sent();
}

describe.skipIf(lacks(['redis-server', 'redis-server']))('answers that are ready together', () => {
  it('go by 16, in their order', async () => {
    const sent = await together(Array(40).fill(1000));
    expect(sent.map(({ jobs }) => jobs.length)).toEqual([16, 16, 8]);
    expect(sent.flatMap(({ jobs }) => jobs)).toEqual(Array.from({ length: 40 }, (_, at) => `j${at}`));
  });

  it('go by 2 MB: no message is larger than bot and worker take (4 MB), whatever answers are as large as they may be', async () => {
    const largest = 2 * 2 ** 20;
    const sent = await together([1000, largest, largest, 900_000, 900_000, 900_000, 1000, largest, 1000]);
    expect(sent.map(({ jobs }) => jobs)).toEqual([
      ['j0'],
      ['j1'],
      ['j2'],
      ['j3', 'j4'],
      ['j5', 'j6'],
      ['j7'],
      ['j8'],
    ]);
    expect(Math.max(...sent.map(({ bytes }) => bytes))).toBeLessThan(2.1 * 2 ** 20);
  });

  it('go at once where the worker has no other job', async () => {
    const { send, sent } = await aScene(1);
    const started = performance.now();
    for (let at = 0; at < 30; at += 1) await send(at);
    expect(performance.now() - started).toBeLessThan(2500);
    expect((await sent()).every(({ jobs }) => jobs.length === 1)).toBe(true);
  });

  it('go when the last of them is ready, and after a moment where the others take longer', async () => {
    const { send, sent } = await aScene(3);
    const first = [send(0), send(1)];
    setTimeout(() => first.push(send(2)), 20);
    await Promise.all(first);
    await send(3);
    expect((await sent()).map(({ jobs }) => jobs)).toEqual([['j0', 'j1', 'j2'], ['j3']]);
  });
});
