import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { addJob, queueOn } from '../sites/queue/add-job.ts';
import { ANSWERS_TOGETHER, newJobId } from '../sites/queue/names.ts';

/** Bots that a worker answers at a time; the oldest is forgotten. */
const BOTS = 8;

export type Envelope = { site: string; job: string; sealed: string };

/** At most this many bytes go together. */
const TOGETHER_BYTES = 2 * 2 ** 20;

type Waiting = { envelope: Envelope; sent: () => void; failed: (error: unknown) => void };

/**
 * Puts answers into the queue of the bot that asked. What is ready while others are on their way goes with the next: what a
 * job of the queue costs is shared. @throws what Redis says, where it does not take one
 */
export function createAnswerBatches(redis: Redis, onError: (error: unknown) => void) {
  const boxes = new Map<string, { queue: Queue; waiting: Waiting[]; isSending: boolean }>();

  function boxOf(reply: string) {
    const known = boxes.get(reply);
    if (known) return known;
    const box = { queue: queueOn(redis, reply, onError), waiting: [], isSending: false };
    boxes.set(reply, box);
    const [oldest] = boxes.keys();
    if (boxes.size > BOTS && oldest !== undefined) boxes.delete(oldest);
    return box;
  }

  async function empty(box: ReturnType<typeof boxOf>): Promise<void> {
    const { queue, waiting } = box;
    box.isSending = true;
    while (waiting.length > 0) {
      const together = waiting.splice(0, fitting(waiting));
      try {
        const envelopes = together.map(({ envelope }) => envelope);
        await addJob(redis, queue, newJobId(), envelopes);
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
