import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { addJobs, queueOn } from '../sites/queue/add-job.ts';
import { ANSWERS_TOGETHER, newJobId } from '../sites/queue/names.ts';

/** Bots that a worker answers at a time; the oldest is forgotten. */
const BOTS = 8;

export type Envelope = { site: string; job: string; sealed: string };

/** At most this many bytes go together. */
const TOGETHER_BYTES = 2 * 2 ** 20;

/** ms that an answer waits for those of other jobs, which will be ready soon */
const GATHER_MS = 100;

type Waiting = { envelope: Envelope; sent: () => void; failed: (error: unknown) => void };

type Box = { queue: Queue; waiting: Waiting[]; isSending: boolean; go: () => void };

/**
 * Puts answers into the queue of the bot that asked. What is ready while others are on their way goes with the next, and each
 * waits a moment for others: what a job of the queue costs is shared.
 * @param underWay how many answers there are to send at present, with those that are being made
 * @throws what Redis says, where it does not take one
 */
export function createAnswerBatches(redis: Redis, onError: (error: unknown) => void, underWay: () => number) {
  const boxes = new Map<string, Box>();

  function boxOf(reply: string): Box {
    const known = boxes.get(reply);
    if (known) return known;
    const queue = queueOn(redis, reply, onError);
    const box: Box = { queue, waiting: [], isSending: false, go() {} };
    boxes.set(reply, box);
    const [oldest] = boxes.keys();
    if (boxes.size > BOTS && oldest !== undefined) boxes.delete(oldest);
    return box;
  }

  function isComplete({ waiting }: Box): boolean {
    return waiting.length >= Math.min(ANSWERS_TOGETHER, underWay());
  }

  async function gathered(box: Box): Promise<void> {
    if (isComplete(box)) return;
    const { promise, resolve } = Promise.withResolvers<null>();
    box.go = () => resolve(null);
    const enough = setTimeout(box.go, GATHER_MS);
    await promise;
    clearTimeout(enough);
  }

  async function empty(box: Box): Promise<void> {
    const { queue, waiting } = box;
    box.isSending = true;
    while (waiting.length > 0) {
      await gathered(box);
      const together = waiting.splice(0, fitting(waiting));
      try {
        const envelopes = together.map(({ envelope }) => envelope);
        await addJobs(redis, queue, [{ id: newJobId(), data: envelopes }]);
        for (const { sent } of together) sent();
      } catch (error) {
        for (const { failed } of together) failed(error);
      }
    }
    // In the same turn as the last look: an answer that comes in between would wait for the next one.
    box.isSending = false;
  }

  return async (reply: string, envelope: Envelope): Promise<void> => {
    const box = boxOf(reply);
    const sent = new Promise<void>((sent, failed) => box.waiting.push({ envelope, sent, failed }));
    if (isComplete(box)) box.go();
    if (!box.isSending) void empty(box);
    await sent;
  };
}

/** How many of them go together: one at least. */
function fitting(waiting: readonly Waiting[]): number {
  let bytes = 0;
  const end = waiting.findIndex(({ envelope }) => (bytes += envelope.sealed.length) > TOGETHER_BYTES);
  return Math.max(1, Math.min(ANSWERS_TOGETHER, end === -1 ? waiting.length : end));
}
