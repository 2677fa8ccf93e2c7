import { describe, expect, it } from 'vitest';
import pLimit from 'p-limit';
import type { SiteAnswer } from '../../src/sites/protocol/answer.ts';
import { open, seal } from '../../src/sites/sealing/seal.ts';
import { createCounts } from '../../src/worker/counts.ts';
import type { Envelope } from '../../src/worker/outbox.ts';
import { createJobs } from '../../src/worker/serve-job.ts';
import { clients } from '../support/probes/run-scene.ts';
import { siteKey } from '../support/sites/keys.ts';

const key = siteKey();
const nonce = 'ab'.repeat(16);
const hello = { kind: 'hello', release: '0.1.0', nonce, reply: `answers-${'0'.repeat(16)}` };
const start = 1_790_000_000_000;

function aScene() {
  const answers: Envelope[] = [];
  const counts = createCounts('home', '0.1.0');
  let time = start;
  const serve = createJobs({
    site: 'home',
    keys: [key],
    release: '0.1.0',
    id: '0123abcd',
    read: { clients: clients(), sshUser: 'ops', isAllowed: () => true, turn: pLimit(1) },
    counts,
    send: async (_, envelope) => void answers.push(envelope),
    warn() {},
    now: () => time,
  });
  return { serve, answers, counts, later: (ms: number) => void (time += ms) };
}

/** A request as the bot seals it. */
async function sealed(
  value: object = hello,
  over: { site?: string; job?: string; at?: number; by?: typeof key } = {},
) {
  const { site = 'home', job = 'j1', at = start, by = key } = over;
  return await seal(value, { site, job, answers: null }, by, at);
}

describe('a worker', () => {
  it('answers what the bot has sealed for this site and job, for that request alone', async () => {
    const { serve, answers } = aScene();
    await serve('j1', await sealed());
    const [envelope] = answers;
    const opened = await open(envelope?.sealed, { site: 'home', job: 'j1', answers: nonce }, [key]);
    expect(opened).toMatchObject({
      value: { kind: 'hello', worker: '0123abcd' } satisfies Partial<SiteAnswer>,
    });
    expect(await open(envelope?.sealed, { site: 'home', job: 'j1', answers: 'other' }, [key])).toMatchObject({
      refusal: 'tampered',
    });
  });

  it.each<[string, string, () => Promise<unknown>]>([
    ['tampered', 'of another job, handed in again', () => sealed(hello, { job: 'j0' })],
    ['tampered', 'of another site', () => sealed(hello, { site: 'office' })],
    ['key', 'sealed by somebody else', () => sealed(hello, { by: siteKey('other') })],
    ['clock', 'ten minutes old', () => sealed(hello, { at: start - 600_000 })],
    ['clock', 'ten minutes from now', () => sealed(hello, { at: start + 600_000 })],
    ['malformed', 'of a verb that there is not', () => sealed({ ...hello, kind: 'run', command: 'reboot' })],
    ['malformed', 'with a queue of its own to answer to', () => sealed({ ...hello, reply: 'site-office' })],
    ['malformed', 'in the clear', async () => hello],
    ['malformed', 'cut short', async () => (await sealed()).slice(0, 10)],
    ['malformed', 'nothing at all', async () => ({})],
  ])('refuses as %s what is %s, and counts it', async (reason, _, data) => {
    const { serve, answers, counts } = aScene();
    await expect(serve('j1', await data())).rejects.toThrow(`refused:${reason}`);
    expect(answers).toEqual([]);
    expect(await counts.text()).toContain(
      `driftwatch_worker_refused_total{reason="${reason}",site="home"} 1`,
    );
  });

  it('refuses a request of the bot that it has had, for as long as that would pass for a new one', async () => {
    const { serve, answers, later } = aScene();
    const request = await sealed();
    await serve('j1', request);
    await expect(serve('j1', request)).rejects.toThrow('refused:replayed');
    later(299_000);
    await expect(serve('j1', request)).rejects.toThrow('refused:replayed');
    later(2000);
    await expect(serve('j1', request)).rejects.toThrow('refused:clock');
    expect(answers).toHaveLength(1);
  });
});
