import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { atQueue, createSiteJobs } from '../../../src/sites/jobs/site-jobs.ts';

const hello = { answer: { kind: 'hello', release: '0.1.0', worker: '0123abcd', now: 1 } } as const;
const patient = { takeMs: 60_000, workMs: 60_000 };

/** The jobs of site home, in a queue that takes them all. */
function aSite(over: { refusedToBot?: () => string | null; add?: () => Promise<void> } = {}) {
  const [added, removed, counted]: [string[], string[], string[]] = [[], [], []];
  const jobs = createSiteJobs('home', {
    add: async (id) => {
      await over.add?.();
      added.push(id);
    },
    remove: (id) => void removed.push(id),
    problem: (error) => `Redis: ${String(error)}`,
    refusedToBot: over.refusedToBot ?? (() => null),
    events: {
      waited: () => void counted.push('waited'),
      worked: () => void counted.push('worked'),
      retried: () => void counted.push('retried'),
    },
  });
  const ask = (deadlines = patient) => jobs.ask(async () => 'sealed', 'nonce', deadlines);
  return { jobs, ask, added, removed, counted };
}

const soon = { timeout: 60_000, interval: 5 };

describe('a job of a site', () => {
  it.each<[string, string | null, string]>([
    ['', null, 'a worker of site home took the job, and none has answered within 0.1 s'],
    [
      'and the bot is refused what tells of it',
      'Redis does not let this user run XREAD',
      'Redis does not let this user run XREAD',
    ],
  ])('ends where it was taken and nobody answers %s', async (_, refused, lost) => {
    const { jobs, ask, added, removed } = aSite({ refusedToBot: () => refused });
    const outcome = ask({ takeMs: 60_000, workMs: 100 });
    await expect.poll(() => added.length, soon).toBe(1);
    jobs.taken(added[0] ?? '');
    expect(await outcome).toEqual({ lost, reason: 'timeout', ...(refused === null ? {} : { at: 'queue' }) });
    expect(removed).toEqual([]);
    expect(jobs.nonceOf(added[0] ?? '')).toBeNull();
  });

  it('ends with all others of the site where nobody takes it, and leaves none in the queue', async () => {
    const { ask, added, removed } = aSite();
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, () => ask({ takeMs: 100, workMs: 60_000 })),
    );
    const lost = 'no worker of site home has taken the job within 0.1 s';
    expect(outcomes).toEqual(Array.from({ length: 40 }, () => ({ lost, reason: 'unreachable' })));
    expect(added).toHaveLength(16);
    expect(removed.toSorted()).toEqual(added.toSorted());
  });

  it('ends where Redis never says that it has it', async () => {
    const { ask } = aSite({ add: () => new Promise(() => {}) });
    expect(await ask({ takeMs: 100, workMs: 60_000 })).toEqual({
      lost: 'Redis: Error: timed out',
      reason: 'unreachable',
      at: 'queue',
    });
  });

  it('waits longer while workers are busy with others, and not for ever', async () => {
    const { jobs, ask, added } = aSite();
    const first = ask();
    await expect.poll(() => added.length, soon).toBe(1);
    jobs.taken(added[0] ?? '');
    const second = await ask({ takeMs: 100, workMs: 200 });
    expect(second).toEqual({
      lost: 'the workers of site home were busy with others for 0.3 s',
      reason: 'timeout',
    });
    jobs.answered(added[0] ?? '', hello);
    expect(await first).toEqual(hello);
  });

  it('keeps the rest of its time where a second worker has it', async () => {
    const { jobs, ask, added, counted } = aSite();
    const outcome = ask({ takeMs: 60_000, workMs: 300 });
    await expect.poll(() => added.length, soon).toBe(1);
    const [id = ''] = added;
    jobs.taken(id);
    jobs.retried(id);
    const again = setInterval(() => jobs.taken(id), 20);
    expect(await outcome).toMatchObject({ reason: 'timeout' });
    clearInterval(again);
    expect(counted).toEqual(['waited', 'retried']);
  });

  it.each([
    [
      'job stalled more than allowable limit',
      'malformed',
      'two workers of site home were lost while they had the job',
    ],
    ['TypeError: x', 'malformed', 'a worker of site home failed at the job: its log says why'],
    [
      'refused:key',
      'denied',
      'a worker of site home refused the request: it is sealed with another SITE_KEY',
    ],
    ['refused:<@everyone>', 'malformed', 'a worker of site home failed at the job: its log says why'],
  ])('ends where it failed: %s', async (said, reason, lost) => {
    const { jobs, ask, added } = aSite();
    const outcome = ask();
    await expect.poll(() => added.length, soon).toBe(1);
    jobs.failed(added[0] ?? '', 'refused:replayed');
    jobs.failed(added[0] ?? '', said);
    expect(await outcome).toEqual({ lost, reason });
  });

  it('is added when others are taken, by eight: 16 wait at most, and 256 are under way', async () => {
    const { jobs, ask, added } = aSite();
    const outcomes = Array.from({ length: 300 }, () => ask());
    await expect.poll(() => added.length, soon).toBe(16);
    const counts: number[] = [];
    for (let at = 0; at < 248; at += 1) {
      jobs.taken(added[at] ?? '');
      await turn();
      counts.push(added.length);
    }
    const expected = Array.from({ length: 248 }, (_, at) => 16 + 8 * Math.floor((at + 1) / 8));
    expect(counts).toEqual(expected.map((count) => Math.min(count, 256)));
    jobs.answered(added[0] ?? '', hello);
    await expect.poll(() => added.length, soon).toBe(257);
    jobs.lose(atQueue('gone'));
    expect((await Promise.all(outcomes)).filter((each) => 'lost' in each)).toHaveLength(299);
  });
});
