import { setTimeout as pause } from 'node:timers/promises';
import { isBehind } from '../report/living/living-alert.ts';
import type { Channel } from './channel.ts';
import { createEditLane, isEditing } from './edit-lane.ts';
import type { LaneOptions } from './lane.ts';
import { createThreadLane, isThreading } from './thread-lane.ts';
import { createPostLane } from './post-lane.ts';

const FAREWELL_MS = 2000;

export type Outbox = {
  /** Looks for what has to be sent. Nothing is lost without it: what is stored is sent at the next start, too. */
  wake: () => void;
  /** Messages and edits that have not arrived yet. */
  depth: () => Promise<number>;
  /** Stops sending. What is under way is waited for, at most about 2 s: what did not arrive by then is sent again. */
  close(): Promise<void>;
};

export type OutboxOptions = Omit<LaneOptions, 'onPost'> & { channels: readonly Channel[] };

/**
 * Sends what the ledger holds: a channel's messages in their order, and next to them the edits of its alerts, which a
 * post never waits for.
 */
export function createOutbox({ channels, ...rest }: OutboxOptions): Outbox {
  const closing = new AbortController();
  const options = { ...rest, onPost: wake, onArrived: wake };
  const lanes = channels.flatMap((channel) => {
    const posts = createPostLane(channel, options, closing.signal);
    const edits = isEditing(channel) ? [createEditLane(channel, options, closing.signal)] : [];
    const threads = isThreading(channel) ? [createThreadLane(channel, options, closing.signal)] : [];
    return [posts, ...edits, ...threads];
  });

  function wake(): void {
    for (const lane of lanes) lane.wake();
  }

  return {
    wake,
    async depth() {
      const { outbox, living } = await options.ledger.read();
      return outbox.length + living.filter(isBehind).length;
    },
    async close() {
      closing.abort();
      const settled = Promise.all(lanes.map((lane) => lane.settled()));
      await Promise.race([settled, pause(FAREWELL_MS, null, { ref: false })]);
    },
  };
}
