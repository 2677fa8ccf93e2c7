import { startSandbox } from './discord.ts';

export { startDemoFleet } from './fleet/fleet.ts';

/** The local stand-in for Discord, and the environment with which a bot serves it. */
export async function startDemoDiscord(port: number) {
  const sandbox = await startSandbox({ port }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE') return startSandbox({ port: 0 });
    throw error;
  });
  return {
    environment: {
      DISCORD_TOKEN: sandbox.token,
      DISCORD_APPLICATION_ID: sandbox.applicationId,
      DISCORD_GUILD_ID: sandbox.guildId,
      DISCORD_LOGS_CHANNEL_ID: sandbox.logsChannelId,
      DISCORD_APPROVER_ROLE_IDS: sandbox.roles.approver,
      DISCORD_API_URL: sandbox.api,
      HTTP_PORT: '0',
      LOG_LEVEL: 'warn',
    },
    invitation: `
  Driftwatch is watching a demo fleet. Open ${sandbox.url} and type /drift

  A second copy of shiva, a trading bot, runs in it. The watch notices that by itself: it looks at once and again a minute
  later, and #logs hears of it then. /services and the footer of a report say when it last looked.

  This is a sandbox on this machine, not Discord. Ctrl-C ends it and removes everything it made.

`,
    close: () => sandbox.close(),
  };
}
