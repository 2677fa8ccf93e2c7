import pLimit from 'p-limit';
import { SiteAnswer } from '../../../src/sites/protocol/answer.ts';
import { open, seal } from '../../../src/sites/sealing/seal.ts';
import { createCounts } from '../../../src/worker/counts.ts';
import type { Envelope } from '../../../src/worker/answer-batches.ts';
import type { ReadTools } from '../../../src/worker/read-machine.ts';
import { createJobs } from '../../../src/worker/serve-job.ts';
import { clients } from '../probes/run-scene.ts';
import { siteKey } from './keys.ts';
import { aReadRequest } from './read.ts';

export const key = siteKey();
export const nonce = 'ab'.repeat(16);
export const hello = { kind: 'hello', release: '0.1.0', nonce, reply: `answers-${'0'.repeat(16)}` };
export const read = { ...hello, ...aReadRequest() };
export const start = 1_790_000_000_000;

/** What serves the jobs of a worker of site home. @param fail throws where Redis does not take an answer */
export function aScene(over: Partial<ReadTools> = {}, fail = async () => {}) {
  const answers: Envelope[] = [];
  const counts = createCounts('home', '0.1.0');
  let time = start;
  const serve = createJobs({
    site: 'home',
    keys: [key],
    release: '0.1.0',
    id: '0123abcd',
    read: { clients: clients(), sshUser: 'ops', isAllowed: () => true, turn: pLimit(1), ...over },
    counts,
    send: async (_, envelope) => {
      await fail();
      answers.push(envelope);
    },
    warn() {},
    opened() {},
    now: () => time,
  });
  async function wire() {
    const opened = answers.map(
      async ({ sealed }) => await open(sealed, { site: 'home', job: 'j1', answers: nonce }, [key]),
    );
    return (await Promise.all(opened)).map((each) => (each.ok ? each.value : each.refusal));
  }
  const said = async () => (await wire()).map((value) => SiteAnswer.parse(value));
  return { serve, answers, wire, said, counts, later: (ms: number) => void (time += ms) };
}

/** A request as the bot seals it. */
export async function sealed(
  value: object = hello,
  over: { site?: string; job?: string; at?: number; by?: typeof key } = {},
) {
  const { site = 'home', job = 'j1', at = start, by = key } = over;
  return await seal(value, { site, job, answers: null }, by, at);
}
