import { Redis } from 'ioredis';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createAnswerBatches } from '../../src/worker/answer-batches.ts';
import { lacks } from '../support/machines/system.ts';
import { aQueue } from '../support/sites/scene.ts';

const reply = `answers-${'0'.repeat(16)}`;

/** What the jobs of the bot's queue hold, in the order in which they came, where answers of these sizes are ready together. */
async function together(sizes: readonly number[]) {
  const { url } = await aQueue();
  const redis = new Redis(url);
  onTestFinished(() => redis.disconnect());
  const send = createAnswerBatches(redis, () => {});
  const sent = sizes.map((size, at) =>
    send(reply, { site: 'home', job: `j${at}`, sealed: 'x'.repeat(size) }),
  );
  await Promise.all(sent);
  const ids = (await redis.lrange(`driftwatch:${reply}:wait`, 0, -1)).toReversed();
  const data = await Promise.all(
    ids.map(async (id) => await redis.hget(`driftwatch:${reply}:${id}`, 'data')),
  );
  return data.map((text) => {
    const envelopes: { job: string }[] = JSON.parse(text ?? '');
    return { jobs: envelopes.map(({ job }) => job), bytes: text?.length ?? 0 };
  });
}

describe.skipIf(lacks(['redis-server', 'redis-server']))('answers that are ready together', () => {
  it('go by 16, in their order', async () => {
    const sent = await together(Array(40).fill(1000));
    expect(sent.map(({ jobs }) => jobs.length)).toEqual([1, 16, 16, 7]);
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
});
