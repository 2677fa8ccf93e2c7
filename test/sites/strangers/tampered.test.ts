import { Redis } from 'ioredis';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parseSiteKeys } from '../../../src/sites/sealing/keys.ts';
import { lacks } from '../../support/machines/system.ts';
import { auditSite } from '../../support/sites/audit.ts';
import { keyText } from '../../support/sites/keys.ts';
import { aPuppet, machineOf, nodeRuns } from '../../support/sites/puppet.ts';
import type { Held } from '../../support/sites/puppet.ts';
import { aQueue, aWorker, theBot } from '../../support/sites/scene.ts';

const SLOW = { timeout: 120_000, interval: 100 };
const altered = 'it was not sealed with SITE_KEY for this request and site, or was altered';
type Envelope = Awaited<ReturnType<Held['sealed']>>;

const answerOf = async ({ request, sealed }: Held) => await sealed(nodeRuns(machineOf(request)));
const cut = (envelope: Envelope, sealed: string) => ({ ...envelope, sealed });
const turned = (text: string) => text.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));

/** An audit of two machines whose answers somebody replaces, once he has both. */
async function audited(replace: (whole: [Envelope, Envelope]) => unknown[]) {
  const { url } = await aQueue();
  const held: { job: Held; envelope: Envelope }[] = [];
  aPuppet(url, async (job) => {
    held.push({ job, envelope: await answerOf(job) });
    const [first, second] = held;
    if (!first || !second) return;
    for (const data of replace([first.envelope, second.envelope])) await job.answers.add('job', [data]);
  });
  const { sites, counted } = theBot(url);
  const { states, found } = await auditSite(sites, 2);
  return { states, found: found.join('\n'), refused: counted.filter((each) => each.startsWith('refused')) };
}

describe.skipIf(lacks(['redis-server', 'redis-server']))('who has Redis alone', () => {
  it.each<[string, (whole: [Envelope, Envelope]) => unknown[], string, string]>([
    [
      'alters answers',
      (whole) => whole.map((each) => cut(each, turned(each.sealed.slice(0, -2)))),
      'tampered',
      altered,
    ],
    [
      'cuts answers short',
      (whole) => whole.map((each) => cut(each, each.sealed.slice(0, 30))),
      'malformed',
      'it is damaged or is no such thing',
    ],
    [
      "swaps two machines' answers",
      ([one, other]) => [cut(one, other.sealed), cut(other, one.sealed)],
      'tampered',
      altered,
    ],
    [
      'makes answers of 3 MB',
      (whole) => whole.map((each) => cut(each, 'x'.repeat(3 * 2 ** 20))),
      'too_large',
      'it is larger than the limit',
    ],
  ])('%s: all is unknown, counted and said once', SLOW, async (_, replace, why, sentence) => {
    const { states, found, refused } = await audited(replace);
    expect(states).toEqual(['unknown', 'unknown']);
    expect(refused).toEqual([`refused home ${why}`, `refused home ${why}`]);
    expect(found.split('\n')).toEqual([
      expect.stringContaining(`(2 machines): an answer from site home was refused: ${sentence}.`),
    ]);
  });

  it(
    "hands in an earlier answer for a later job of the same machine: it is not this job's",
    SLOW,
    async () => {
      const { url } = await aQueue();
      const earlier: Envelope[] = [];
      aPuppet(url, async (job) => {
        const envelope = await answerOf(job);
        const [old] = earlier;
        earlier.push(envelope);
        await job.answers.add('job', [old ? cut(envelope, old.sealed) : envelope]);
      });
      const { sites, counted } = theBot(url);
      expect((await auditSite(sites)).states).toEqual(['in_sync']);
      const { states, found } = await auditSite(sites);
      expect(states).toEqual(['unknown']);
      expect(found).toEqual([expect.stringContaining(altered)]);
      expect(counted).toContain('refused home tampered');
    },
  );

  it.each<[string, (data: string, other: string) => string]>([
    ['alters a job', (data) => turned(data.slice(0, -3))],
    ['swaps two jobs', (_, other) => other],
    ['cuts a job short', (data) => data.slice(0, 40)],
  ])('%s: the worker refuses it, and the report says so', SLOW, async (_, edit) => {
    const { url } = await aQueue();
    const redis = new Redis(url);
    onTestFinished(() => redis.disconnect());
    const { sites } = theBot(url);
    const audit = auditSite(sites, 2, { connectMs: 60_000 });
    const waiting = async () => await redis.lrange('driftwatch:site-home:wait', 0, -1);
    await expect.poll(async () => (await waiting()).length, SLOW).toBe(2);
    const keys = (await waiting()).map((id) => `driftwatch:site-home:${id}`);
    const data = await Promise.all(keys.map(async (key) => String(await redis.hget(key, 'data'))));
    const text = (at: number): string => JSON.parse(data[at] ?? '""');
    for (const [at, key] of keys.entries())
      await redis.hset(key, 'data', JSON.stringify(edit(text(at), text(1 - at))));
    aWorker(url);
    const { states, found } = await audit;
    expect(states).toEqual(['unknown', 'unknown']);
    expect(found).toEqual([
      expect.stringMatching(
        /\(2 machines\): a worker of site home refused the request: it (?:was not|is damaged)/,
      ),
    ]);
  });

  it('a worker that answers for another machine than it was asked for is refused', async () => {
    const { url } = await aQueue();
    aPuppet(url, async ({ sealed, answers }) => {
      await answers.add('job', [await sealed(nodeRuns('box-1'))]);
    });
    const { states, found } = await auditSite(theBot(url).sites);
    expect(states).toEqual(['unknown']);
    expect(found).toEqual([expect.stringContaining('was refused: it answers something else')]);
  });

  it('a worker of two with another key hides what it takes, and the other shows the rest', SLOW, async () => {
    const { url } = await aQueue();
    aWorker(url, 'home', { keys: parseSiteKeys(keyText('other')) ?? [], concurrency: 1 });
    const { sites, counted } = theBot(url);
    // It has taken a job, so that it is known to take its share.
    const greeted = await sites.hello('home');
    expect(greeted).toMatchObject({ lost: expect.stringContaining('sealed with another SITE_KEY') });
    // The other takes what it does not.
    let taken = 0;
    aPuppet(url, async (job) => {
      taken += 1;
      await job.answers.add('job', [await answerOf(job)]);
    });
    const before = counted.length;
    let [seen, unseen] = [0, 0];
    // Which of the two is first is not ours to say: until each of them was.
    for (let round = 0; round < 20 && (seen === 0 || unseen === 0); round += 1) {
      const { states, found } = await auditSite(sites, 40);
      seen += states.filter((state) => state === 'in_sync').length;
      const hidden = states.filter((state) => state === 'unknown').length;
      unseen += hidden;
      expect(states.filter((state) => state === 'in_sync')).toHaveLength(40 - hidden);
      expect(found).toHaveLength(hidden > 0 ? 1 : 0);
      expect(found.join()).toMatch(
        hidden === 0 ? /^$/ : /^site_unreachable: .* sealed with another SITE_KEY/s,
      );
    }
    expect([taken, seen > 0, unseen > 0]).toEqual([seen, true, true]);
    expect(counted.slice(before).filter((each) => each === 'worked home')).toHaveLength(seen);
  });
});
