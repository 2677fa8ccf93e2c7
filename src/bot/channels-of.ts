import type { Channel } from '../alerting/channel.ts';
import { discordChannel } from '../alerting/logs-channel/channel.ts';
import { logsRest } from '../alerting/logs-channel/place.ts';
import type { DiscordPlace } from '../alerting/logs-channel/place.ts';
import { openclawChannel } from '../alerting/openclaw.ts';
import { createOpenClawClient } from '../clients/openclaw.ts';
import type { Env } from '../env/env.ts';

type Remedies = DiscordPlace['remedies'];

/** Every channel; null if the environment lacks its keys, so it is off. */
const channels: readonly ((env: Env, token: string, remedies: Remedies) => Channel | null)[] = [
  (env, token, remedies) =>
    env.discordLogsChannelId === null
      ? null
      : discordChannel({
          rest: logsRest(env.discordApiUrl, token),
          channelId: env.discordLogsChannelId,
          oncallRoleId: env.discordOncallRoleId,
          threads: env.alertThreads === 'critical',
          ...(remedies ? { remedies } : {}),
        }),
  ({ openclawUrl: url, openclawHookToken: token }) =>
    url === null || token === null ? null : openclawChannel(createOpenClawClient(url, token)),
];

/** The channels that the environment has keys for. @param remedies the remediations that may be requested for findings */
export function channelsOf(env: Env, token: string, remedies: Remedies): Channel[] {
  return channels.flatMap((connect) => connect(env, token, remedies) ?? []);
}
