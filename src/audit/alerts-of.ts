import type { Alert } from '../store/ledger.ts';
import { isoInstant } from '../time/instant.ts';

/** A message for a channel: an alert without an id yet. */
export type Message = { channel: string; payload: Alert['payload'] } & Partial<
  Pick<Alert, 'not_before' | 'about'>
>;

/** Gives each message a unique id, numbered by channel. @param at ms since the epoch */
export function alertsOf(messages: readonly Message[], report: string, at: number): Alert[] {
  return [...Map.groupBy(messages, ({ channel }) => channel)].flatMap(([channel, own]) =>
    own.map(({ payload, not_before = null, about = null }, index) => ({
      id: `${report}-${channel}${index}`,
      channel,
      created_at: isoInstant(at),
      tried_at: null,
      not_before,
      about,
      payload,
    })),
  );
}
