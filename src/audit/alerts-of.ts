import type { Alert } from '../store/ledger.ts';
import { isoInstant } from '../time/instant.ts';

/** What people are sent, by channel: an alert that has no id yet. */
export type Message = { channel: string; payload: Alert['payload'] } & Partial<
  Pick<Alert, 'not_before' | 'about'>
>;

/** Numbered by channel: an id tells a message from every other. @param at ms since the epoch */
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
