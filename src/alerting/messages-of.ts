import type { LivingAlert } from '../report/living/living-alert.ts';
import type { Bulletin } from '../report/bulletin.ts';
import type { Channel, Outgoing } from './channel.ts';

/** What the channels say about a bulletin, each in its order, and the alerts that are edited from then on. */
export function messagesOf(
  channels: readonly Channel[],
  bulletin: Bulletin,
  before: readonly LivingAlert[],
): { messages: ({ channel: string } & Outgoing)[]; living: readonly LivingAlert[] } {
  let living = before;
  const messages = channels.flatMap((channel) => {
    const composed = channel.compose(bulletin, living);
    living = composed.living;
    return composed.messages.map((message) => ({ channel: channel.name, ...message }));
  });
  return { messages, living };
}
