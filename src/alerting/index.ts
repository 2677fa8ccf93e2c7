import type { OpenClawClient } from '../clients/openclaw.ts';
import type { Channel } from './channel.ts';
import { discordChannel } from './logs-channel/channel.ts';
import type { DiscordPlace } from './logs-channel/place.ts';
import { openclawChannel } from './openclaw.ts';

/** What each channel needs; null where the environment lacks its keys: then it is off. */
export type ChannelSettings = { discord: DiscordPlace | null; openclaw: OpenClawClient | null };

/** Every way to reach people, each from its own settings. */
const channels = { discord: discordChannel, openclaw: openclawChannel };

export function connectChannels({ discord, openclaw }: ChannelSettings): Channel[] {
  return [
    ...(discord ? [channels.discord(discord)] : []),
    ...(openclaw ? [channels.openclaw(openclaw)] : []),
  ];
}
