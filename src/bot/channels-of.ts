import type { Channel } from '../alerting/channel.ts';
import { discordChannel } from '../alerting/logs-channel/channel.ts';
import { logsRest } from '../alerting/logs-channel/place.ts';
import type { DiscordPlace } from '../alerting/logs-channel/place.ts';
import { openclawChannel } from '../alerting/openclaw.ts';
import { createOpenClawClient } from '../clients/openclaw.ts';
import type { Env } from '../env/env.ts';

type Remedies = DiscordPlace['remedies'];

/** Every way to reach people; null where the environment lacks its keys: then it is off. */
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

/** The ways to reach people that the environment has the keys for. @param remedies what may be requested of a finding */
export function channelsOf(env: Env, token: string, remedies: Remedies): Channel[] {
  return channels.flatMap((connect) => connect(env, token, remedies) ?? []);
}
