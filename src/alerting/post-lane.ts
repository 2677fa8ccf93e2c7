import type { Alert, Ledger } from '../store/ledger.ts';
import { isoInstant } from '../time/instant.ts';
import type { Arrival, Channel } from './channel.ts';
import { createLoop } from './lane.ts';
import type { LaneOptions } from './lane.ts';
import { Undelivered } from './undelivered.ts';

/**
 * Sends a channel's messages in their order, each until it has arrived. A message is marked before it is sent for the
 * first time and removed after it has arrived, so that a crash in between is known.
 */
export function createPostLane(
  channel: Channel,
  options: LaneOptions & { onArrived: () => void },
  closing: AbortSignal,
) {
  const { ledger, log, now, held } = options;
  return createLoop(work, options, closing, channel.name);

  async function work(): Promise<boolean> {
    if (!held()) throw new Error('the state is not ours at present');
    const { outbox, living } = await ledger.read();
    const alert = outbox.find((each) => each.channel === channel.name);
    if (!alert) return false;
    if (alert.tried_at === null) await replace(alert.id, { ...alert, tried_at: isoInstant(now()) }, null);
    let arrival: Arrival | null = null;
    try {
      arrival = await channel.deliver(alert, living);
      log.info({ alert: alert.id, channel: channel.name }, 'An alert has arrived');
    } catch (error) {
      if (!(error instanceof Undelivered && error.hopeless)) throw error;
      log.error({ alert: alert.id, channel: channel.name, err: error }, 'An alert was refused for good');
    }
    await replace(alert.id, null, arrival);
    if (arrival) options.onArrived();
    return true;
  }

  async function replace(id: string, next: Alert | null, arrival: Arrival | null): Promise<void> {
    await ledger.update((value) => {
      const outbox = value.outbox.flatMap((each) => (each.id !== id ? [each] : (next ?? [])));
      return { value: { ...value, outbox, living: arrived(value.living, arrival) }, result: null };
    });
  }
}

/** Where the alert's message is, and what it shows. It may have changed while it was sent. */
function arrived(living: Ledger['living'], arrival: Arrival | null): Ledger['living'] {
  if (arrival === null) return living;
  return living.map((alert) =>
    alert.id === arrival.alert
      ? { ...alert, message: arrival.place, shown: Math.min(arrival.revision, alert.revision) }
      : alert,
  );
}
