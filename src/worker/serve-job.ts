import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import type { SiteAnswer } from '../sites/protocol/answer.ts';
import type { RequestHead, SiteRequest } from '../sites/protocol/request.ts';
import { written } from '../sites/protocol/written.ts';
import { problemOf } from '../sites/queue/problem.ts';
import { AGAIN_MS } from '../sites/queue/redis.ts';
import type { SiteKey } from '../sites/sealing/keys.ts';
import { refusalWords } from '../sites/sealing/refusal.ts';
import { OPENED_BYTES, SEALED_BYTES, seal, sealText } from '../sites/sealing/seal.ts';
import { createDoor } from './admit.ts';
import type { Counts } from './counts.ts';
import type { Envelope } from './answer-batches.ts';
import { readMachine } from './read-machine.ts';
import type { ReadTools } from './read-machine.ts';
import { RequestRefused } from './refused.ts';

/** how often an answer is sent at most */
const SEND_TRIES = 6;

export type JobTools = {
  site: string;
  /** that of the site, the one that seals first */
  keys: readonly SiteKey[];
  release: string;
  /** this worker */
  id: string;
  read: ReadTools;
  counts: Counts;
  send(reply: string, envelope: Envelope): Promise<void>;
  warn(fields: object, text: string): void;
  /** told of each request that the worker's keys open */
  opened(): void;
  now: () => number;
};

type Body = SiteAnswer extends infer Answer
  ? Answer extends SiteAnswer
    ? Omit<Answer, 'release' | 'worker'>
    : never
  : never;

/** Is another worker to have the job, where this one may not go to its hosts, does not have its key, or is not meant? */
type PassOn = (why: 'host' | 'key' | 'name') => Promise<boolean>;
const never: PassOn = async () => false;

/** Does one job of the queue: opens it, does what it asks if it may, and sends the answer. */
export function createJobs(tools: JobTools) {
  const { site, keys, release, id, counts, now } = tools;
  const door = createDoor({ site, keys, release, now });

  /**
   * @returns false where another worker is to have it
   * @throws RequestRefused for what is no request of the bot's
   */
  return async (job: string, data: unknown, passOn: PassOn = never): Promise<boolean> => {
    const admitted = await door.admit(job, data);
    if ('refusal' in admitted) {
      const { refusal } = admitted;
      if (refusal === 'key' && (await passOn('key'))) {
        tools.warn({ reason: refusal }, `A job is left to other workers: it ${refusalWords[refusal]}`);
        return false;
      }
      if (admitted.head !== null) tools.opened();
      counts.refused(refusal);
      tools.warn({ reason: refusal }, `A request was refused: it ${refusalWords[refusal]}`);
      if (admitted.head === null) throw new RequestRefused(refusal);
      await answer(job, admitted.head, { kind: 'refused', detail: admitted.detail });
      return true;
    }
    tools.opened();
    const { request } = admitted;
    const started = performance.now();
    counts.began();
    const body = await answerTo(request, passOn);
    counts.ended(performance.now() - started);
    if (body === null) {
      door.forget(job);
      return false;
    }
    await answer(job, request, body);
    return true;
  };

  async function answer(job: string, request: RequestHead | SiteRequest, body: Body): Promise<void> {
    const { nonce, reply } = request;
    const columns = 'columns' in request && request.columns;
    const sealed = await sealedOf(written({ ...body, release, worker: id }, columns), job, nonce);
    try {
      await sendOrWait(reply, { site, job, sealed });
      counts.done();
    } catch (error) {
      counts.unanswered();
      tools.warn({ reason: problemOf(error) }, 'An answer could not be sent');
    }
  }

  /** Redis may be starting again: what was seen is not lost for that. */
  async function sendOrWait(reply: string, envelope: Envelope): Promise<void> {
    for (let tries = 1; ; tries += 1)
      try {
        return await tools.send(reply, envelope);
      } catch (error) {
        if (tries === SEND_TRIES || isRefused(error)) throw error;
        await pause(AGAIN_MS, null, { ref: false });
      }
  }

  /** Null: another worker is to have it. */
  async function answerTo(request: SiteRequest, passOn: PassOn): Promise<Body | null> {
    if (request.kind === 'hello') {
      if (request.to === undefined || request.to === id) return { kind: 'hello', now: now() };
      return (await passOn('name'))
        ? null
        : { kind: 'refused', detail: `worker ${request.to} does not take it` };
    }
    const started = performance.now();
    const read = await readMachine(request, tools.read);
    if ('refused' in read) {
      if (read.elsewhere && (await passOn('host'))) return null;
      counts.refused('host');
      tools.warn({ reason: 'host' }, `A request was refused: ${read.refused}`);
      return { kind: 'refused', detail: read.refused };
    }
    return { kind: 'read', took_ms: Math.round(performance.now() - started), ...read };
  }

  async function sealedOf(text: string, job: string, nonce: string): Promise<string> {
    const [key] = keys;
    if (!key) throw new Error('no key to seal with');
    const for_ = { site, job, answers: nonce };
    const isSmall = text.length <= OPENED_BYTES / 3;
    const sealed = isSmall ? await sealText(text, for_, key, now()) : '';
    if (isSmall && sealed.length <= SEALED_BYTES) return sealed;
    const detail = "the machine's output is larger than an answer may be";
    return await seal(
      { kind: 'refused', release, worker: id, detail } satisfies SiteAnswer,
      for_,
      key,
      now(),
    );
  }
}

/** Redis takes it at no time soon: not where it was away, or loads its data. */
function isRefused(error: unknown): boolean {
  return error instanceof Error && error.name === 'ReplyError' && !error.message.startsWith('LOADING');
}
