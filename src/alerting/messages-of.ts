import type { Bulletin } from '../report/bulletin.ts';
import type { Channel } from './channel.ts';

/** What the channels say of a bulletin, each in its order. */
export function messagesOf(channels: readonly Channel[], bulletin: Bulletin) {
  return channels.flatMap((channel) =>
    channel.compose(bulletin).map((payload) => ({ channel: channel.name, payload })),
  );
}
