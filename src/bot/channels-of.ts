import type { Channel } from '../alerting/channel.ts';
import { connectChannels } from '../alerting/index.ts';
import { logsRest } from '../alerting/logs-channel/place.ts';
import type { DiscordPlace } from '../alerting/logs-channel/place.ts';
import { createOpenClawClient } from '../clients/openclaw.ts';
import type { Env } from '../env/env.ts';

/** The ways to reach people that the environment has the keys for. @param remedies what may be requested of a finding */
export function channelsOf(env: Env, token: string, remedies: DiscordPlace['remedies']): Channel[] {
  return connectChannels({
    discord:
      env.discordLogsChannelId === null
        ? null
        : {
            rest: logsRest(env.discordApiUrl, token),
            channelId: env.discordLogsChannelId,
            oncallRoleId: env.discordOncallRoleId,
            threads: env.alertThreads === 'critical',
            ...(remedies ? { remedies } : {}),
          },
    openclaw:
      env.openclawUrl === null || env.openclawHookToken === null
        ? null
        : createOpenClawClient(env.openclawUrl, env.openclawHookToken),
  });
}
