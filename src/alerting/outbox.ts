import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Document } from '../store/document.ts';
import type { Alert, Ledger } from '../store/ledger.ts';
import { isoInstant } from '../time/instant.ts';
import { Undelivered } from './undelivered.ts';
import type { Channel } from './channel.ts';

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60_000;
const FAREWELL_MS = 2000;

export type Outbox = {
  /** Looks for what has to be sent. Nothing is lost without it: what is stored is sent at the next start, too. */
  wake: () => void;
  /** Messages that have not arrived yet. */
  depth: () => Promise<number>;
  /** Stops sending. What is under way is waited for, at most about 2 s: what did not arrive by then is sent again. */
  close(): Promise<void>;
};

export type OutboxOptions = {
  ledger: Document<Ledger>;
  channels: readonly Channel[];
  now: () => number;
  log: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** false while another bot may hold the state: then nothing is sent */
  held: () => boolean;
  firstWaitMs?: number;
};

/**
 * Sends what the ledger holds, a channel's messages in their order, each until it has arrived. A message is marked
 * before it is sent for the first time and removed after it has arrived, so that a crash in between is known.
 */
export function createOutbox(options: OutboxOptions): Outbox {
  const closing = new AbortController();
  const lanes = options.channels.map((channel) => createLane(channel, options, closing.signal));
  return {
    wake: () => lanes.forEach((lane) => lane.wake()),
    depth: async () => (await options.ledger.read()).outbox.length,
    async close() {
      closing.abort();
      const settled = Promise.all(lanes.map((lane) => lane.settled()));
      await Promise.race([settled, pause(FAREWELL_MS, null, { ref: false })]);
    },
  };
}

function createLane(channel: Channel, options: OutboxOptions, closing: AbortSignal) {
  const { ledger, log, now, held, firstWaitMs = FIRST_WAIT_MS } = options;
  const closed = new Promise<void>((resolve) => {
    closing.addEventListener('abort', () => resolve(), { once: true });
  });
  let running: Promise<void> | null = null;
  let again = false;

  function wake(): void {
    again = true;
    running ??= drain().finally(() => {
      running = null;
      // Woken while the last look was ending.
      if (again && !closing.aborted) wake();
    });
  }

  async function drain(): Promise<void> {
    for (let failures = 0; !closing.aborted;) {
      again = false;
      try {
        const alert = await next();
        if (alert === null) return;
        await send(alert);
        failures = 0;
      } catch (error) {
        failures += 1;
        await wait(error, failures);
      }
    }
  }

  async function next(): Promise<Alert | null> {
    if (!held()) throw new Error('the state is not ours at present');
    const { outbox } = await ledger.read();
    return outbox.find((alert) => alert.channel === channel.name) ?? null;
  }

  async function send(alert: Alert): Promise<void> {
    if (alert.tried_at === null) await change(alert.id, { ...alert, tried_at: isoInstant(now()) });
    try {
      await channel.deliver(alert);
      log.info({ alert: alert.id, channel: channel.name }, 'An alert has arrived');
    } catch (error) {
      if (!(error instanceof Undelivered && error.hopeless)) throw error;
      log.error({ alert: alert.id, channel: channel.name, err: error }, 'An alert was refused for good');
    }
    await change(alert.id, null);
  }

  async function change(id: string, next: Alert | null): Promise<void> {
    await ledger.update((value) => {
      const outbox = value.outbox.flatMap((each) => (each.id !== id ? [each] : (next ?? [])));
      return { value: { ...value, outbox }, result: null };
    });
  }

  async function wait(reason: unknown, failures: number): Promise<void> {
    const usual = Math.min(firstWaitMs * 2 ** (failures - 1), LONGEST_WAIT_MS);
    const ms = (reason instanceof Undelivered ? reason.retryAfterMs : null) ?? usual;
    log.warn({ channel: channel.name, err: reason, failures, wait_ms: ms }, 'An alert did not arrive yet');
    await Promise.race([pause(ms, null, { ref: false }), closed]);
  }

  return {
    wake,
    settled: async () => {
      await running;
    },
  };
}
