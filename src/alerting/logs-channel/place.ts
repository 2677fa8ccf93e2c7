import { REST } from 'discord.js';

export type DiscordPlace = {
  rest: REST;
  channelId: string;
  /** null: nobody is mentioned */
  oncallRoleId: string | null;
  /** whether an alert of something CRITICAL opens a thread */
  threads?: boolean;
};

/** The outbox waits and tries again, and knows what was sent: so this one does neither. */
export function logsRest(apiUrl: string, token: string): REST {
  return new REST({ api: apiUrl, retries: 0, rejectOnRateLimit: () => true }).setToken(token);
}
