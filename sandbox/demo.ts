import { UserError } from '../src/text/user-error.ts';
import { startSandbox } from './discord.ts';

export { startDemoFleet } from './fleet/fleet.ts';

const PORTS_TRIED = 20;
const MOST_PORT = 65_535;

/** On `port`, or the next that is free up to `last`. */
async function startAt(port: number, last: number): ReturnType<typeof startSandbox> {
  return await startSandbox({ port }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE' && port < last) return startAt(port + 1, last);
    if (error.code === 'EADDRINUSE' || error.code === 'EACCES')
      throw new UserError(refusal(error.code, port));
    throw error;
  });
}

function refusal(code: 'EADDRINUSE' | 'EACCES', port: number): string {
  return code === 'EACCES'
    ? `Port ${port} is not open to this user. Choose one from 1024 up with --port.`
    : `Port ${port} is taken, and so are those before it. Choose another with --port, or 0 for any.`;
}

/** The local stand-in for Discord, and the environment for a bot that uses it. */
export async function startDemoDiscord(port: number) {
  const sandbox = await startAt(port, port === 0 ? 0 : Math.min(port + PORTS_TRIED, MOST_PORT));
  return {
    environment: {
      DISCORD_TOKEN: sandbox.token,
      DISCORD_APPLICATION_ID: sandbox.applicationId,
      DISCORD_GUILD_ID: sandbox.guildId,
      DISCORD_LOGS_CHANNEL_ID: sandbox.logsChannelId,
      DISCORD_BOARD_CHANNEL_ID: sandbox.boardChannelId,
      DISCORD_ONCALL_ROLE_ID: sandbox.roles.oncall,
      DISCORD_APPROVER_ROLE_IDS: sandbox.roles.approver,
      DISCORD_API_URL: sandbox.api,
      ALERT_THREADS: 'critical',
      HTTP_PORT: '0',
      // The fleet changes every minute or so, and people wait for it.
      WATCH_INTERVAL: '20s',
      LOG_LEVEL: 'warn',
    },
    invitation: `
  Driftwatch is watching a demo fleet. Open ${sandbox.url} and type /drift

  A second copy of shiva, a trading bot, runs in it. The watch notices that by itself: it looks at once and again a minute
  later, then reports it in #logs. /services and the footer of a report say when it last looked.

  This is a sandbox on this machine, not Discord. Ctrl-C ends it and removes everything it made.

`,
    close: () => sandbox.close(),
  };
}
