import type { Alert, Ledger } from '../store/ledger.ts';
import { withStep } from '../report/living/steps.ts';
import { epochMs, isoInstant } from '../time/instant.ts';
import type { Arrival, Channel } from './channel.ts';
import { createLoop } from './delivery-loop.ts';
import type { LoopOptions } from './delivery-loop.ts';
import { Undelivered } from './undelivered.ts';

/**
 * Sends a channel's messages in their order, each until it has arrived. A message is marked before it is sent for the
 * first time and removed after it has arrived, so that a crash in between is known.
 */
export function createPostLoop(
  channel: Channel,
  options: LoopOptions & { onArrived: () => void },
  closing: AbortSignal,
) {
  const { ledger, log, now, holdsState } = options;
  const loop = createLoop(work, options, closing, channel.name);
  /** those that a timer waits for, in ms since the epoch */
  const timers = new Set<number>();
  return loop;

  function wakeAt(at: number): void {
    if (timers.has(at)) return;
    timers.add(at);
    const timer = setTimeout(() => {
      timers.delete(at);
      loop.wake();
    }, at - now());
    timer.unref();
    closing.addEventListener('abort', () => clearTimeout(timer), { once: true });
  }

  async function work(): Promise<boolean> {
    if (!holdsState()) throw new Error('this bot does not hold the state now');
    const { outbox, living } = await ledger.read();
    const own = outbox.filter((each) => each.channel === channel.name);
    const alert = own.find(({ not_before }) => not_before === null || epochMs(not_before) <= now());
    if (!alert) {
      for (const { not_before } of own) if (not_before !== null) wakeAt(epochMs(not_before));
      return false;
    }
    if (alert.tried_at === null) await replace(alert.id, { ...alert, tried_at: isoInstant(now()) }, null);
    let arrival: Arrival | null = null;
    let delivered = false;
    try {
      arrival = await channel.deliver(alert, living);
      delivered = true;
      log.info({ alert: alert.id, channel: channel.name }, 'Alert delivered');
    } catch (error) {
      if (!(error instanceof Undelivered && error.hopeless)) throw error;
      log.error({ alert: alert.id, channel: channel.name, err: error }, 'Alert rejected for good');
    }
    await replace(alert.id, null, arrival, delivered);
    options.onArrived();
    return true;
  }

  async function replace(
    id: string,
    next: Alert | null,
    arrival: Arrival | null,
    delivered = false,
  ): Promise<void> {
    await ledger.update((value) => {
      const outbox = value.outbox.flatMap((each) => (each.id !== id ? [each] : (next ?? [])));
      const paged = next === null && delivered && !('edit' in channel);
      const living = paged ? withPage(value.living, id, isoInstant(now())) : value.living;
      return { value: { ...value, outbox, living: arrived(living, arrival) }, result: null };
    });
  }
}

/** A channel that keeps no message has paged somebody: a step of the alert of the same audit. */
function withPage(living: Ledger['living'], id: string, at: string): Ledger['living'] {
  const audit = id.replace(/-[a-z]+\d+$/, '');
  return living.map((alert) =>
    alert.id === audit ? withStep(alert, { at, what: 'paged', by: null, about: null }) : alert,
  );
}

/** Where the alert's message is, and what it shows. It may have changed while it was sent. */
function arrived(living: Ledger['living'], arrival: Arrival | null): Ledger['living'] {
  if (arrival === null) return living;
  return living.map((alert) =>
    alert.id === arrival.alert
      ? {
          ...alert,
          message: arrival.place,
          pushed: arrival.pushed,
          awaited_until: null,
          shown: Math.min(arrival.revision, alert.revision),
        }
      : alert,
  );
}
