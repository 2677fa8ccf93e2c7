import type { Env } from './named.ts';

/** `keys`: what is not set; empty where it was turned off, which `what` says in a whole sentence. */
type Off = { what: string; keys: string[] };

/** One sentence for each feature that is off. */
export function offFeatures(env: Env): string[] {
  return whatIsOff(env).map(({ what, keys }) => {
    if (keys.length === 0) return what;
    const listed = [keys.slice(0, -1).join(', '), keys.at(-1)].filter(Boolean).join(' and ');
    return `${what}: ${listed} ${keys.length === 1 ? 'is' : 'are'} not set.`;
  });
}

/** What a key turns on. `alerts`: a way to reach people. */
type Feature = { off: string; needs: Record<string, unknown>; alerts?: true };

/** Whether an alert, and so a drill, goes anywhere. */
export function alertsAnybody(env: Env): boolean {
  return featuresOf(env).some((feature) => feature.alerts === true && lackingIn(feature).length === 0);
}

/** Each feature that is off, and for lack of which keys. */
export function whatIsOff(env: Env): Off[] {
  const watch =
    env.watchIntervalMs === 0
      ? [
          {
            what: 'The watch is off: WATCH_INTERVAL is 0, so a second trading bot is reported only by an audit.',
            keys: [],
          },
        ]
      : [];
  const missing = featuresOf(env)
    .map((feature) => ({ what: feature.off, keys: lackingIn(feature) }))
    .filter(({ keys }) => keys.length > 0);
  return [...missing, ...watch];
}

function lackingIn({ needs }: Feature): string[] {
  return Object.keys(needs).filter((key) => !needs[key]);
}

function featuresOf(env: Env): Feature[] {
  return [
    {
      off: 'The Discord bot is off',
      needs: {
        DISCORD_TOKEN: env.discordToken,
        DISCORD_APPLICATION_ID: env.discordApplicationId,
        DISCORD_GUILD_ID: env.discordGuildId,
      },
    },
    {
      off: 'Posting to the logs channel is off',
      needs: { DISCORD_LOGS_CHANNEL_ID: env.discordLogsChannelId },
      alerts: true,
    },
    {
      off: 'Nobody can approve a remediation',
      needs: { DISCORD_APPROVER_ROLE_IDS: env.discordApproverRoleIds[0] },
    },
    {
      off: 'Mentioning the on-call role is off',
      needs: { DISCORD_ONCALL_ROLE_ID: env.discordOncallRoleId },
    },
    { off: 'The board is off', needs: { DISCORD_BOARD_CHANNEL_ID: env.discordBoardChannelId } },
    {
      off: 'GitHub is queried without a token: public repositories, 60 requests an hour',
      needs: { GITHUB_TOKEN: env.githubToken },
    },
    { off: 'The trigger POST /tools/invoke is off', needs: { TRIGGER_TOKEN: env.triggerToken } },
    {
      off: 'The trigger POST /webhooks/github is off',
      needs: { GITHUB_WEBHOOK_SECRET: env.githubWebhookSecret },
    },
    {
      off: 'Paging through OpenClaw is off',
      needs: { OPENCLAW_URL: env.openclawUrl, OPENCLAW_HOOK_TOKEN: env.openclawHookToken },
      alerts: true,
    },
    { off: 'The heartbeat after a scan is off', needs: { HEARTBEAT_URL: env.heartbeatUrl } },
    {
      off: 'Reading machines through sites is off',
      needs: { QUEUE_URL: env.queueUrl, SITE_KEY: env.siteKey },
    },
  ];
}
