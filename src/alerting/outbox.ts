import { setTimeout as pause } from 'node:timers/promises';
import { isBehind } from '../report/living/living-alert.ts';
import type { Channel } from './channel.ts';
import { createEditLoop, isEditing } from './edit-loop.ts';
import type { LoopOptions } from './delivery-loop.ts';
import { createThreadLoop, isThreading } from './thread-loop.ts';
import { createPostLoop } from './post-loop.ts';

const SHUTDOWN_GRACE_MS = 2000;

export type Outbox = {
  /** Looks for what has to be sent. Nothing is lost without it: what is stored is sent at the next start, too. */
  wake: () => void;
  /** Messages and edits that are still to arrive. A channel that is not configured gets none, so its messages do not count. */
  depth: () => Promise<number>;
  /** Stops sending. What is under way is waited for, at most about 2 s: what did not arrive by then is sent again. */
  close(): Promise<void>;
};

export type OutboxOptions = Omit<LoopOptions, 'onPost'> & { channels: readonly Channel[] };

/**
 * Sends what the ledger holds: a channel's messages in their order, and next to them the edits of its alerts, which a
 * post never waits for.
 */
export function createOutbox({ channels, ...rest }: OutboxOptions): Outbox {
  const closing = new AbortController();
  const options = { ...rest, onPost: wake, onArrived: wake };
  const loops = channels.flatMap((channel) => {
    const posts = createPostLoop(channel, options, closing.signal);
    const edits = isEditing(channel) ? [createEditLoop(channel, options, closing.signal)] : [];
    const threads = isThreading(channel) ? [createThreadLoop(channel, options, closing.signal)] : [];
    return [posts, ...edits, ...threads];
  });

  const known = new Set(channels.map(({ name }) => name));
  let toldOfOthers = false;

  function wake(): void {
    for (const loop of loops) loop.wake();
    if (toldOfOthers) return;
    toldOfOthers = true;
    tellOfOthers().catch(() => void (toldOfOthers = false));
  }

  /** Its keys may have been removed by mistake, so what waits for a channel is kept. */
  async function tellOfOthers(): Promise<void> {
    const { outbox } = await options.ledger.read();
    const others = Map.groupBy(
      outbox.filter(({ channel }) => !known.has(channel)),
      ({ channel }) => channel,
    );
    for (const [channel, { length: waiting }] of others)
      options.log.warn({ channel, waiting }, 'Alerts wait for a channel that is not configured');
  }

  return {
    wake,
    async depth() {
      const { outbox, living } = await options.ledger.read();
      return outbox.filter(({ channel }) => known.has(channel)).length + living.filter(isBehind).length;
    },
    async close() {
      closing.abort();
      const settled = Promise.all(loops.map((loop) => loop.settled()));
      await Promise.race([settled, pause(SHUTDOWN_GRACE_MS, null, { ref: false })]);
    },
  };
}
