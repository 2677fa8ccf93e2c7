import { REST } from 'discord.js';
import { restRequest } from '../../clients/http/rest-request.ts';
import type { Remedies } from './remedies.ts';

export type DiscordPlace = {
  rest: REST;
  channelId: string;
  /** null: nobody is mentioned */
  oncallRoleId: string | null;
  /** whether an alert of something CRITICAL opens a thread */
  threads?: boolean;
  /** none: alerts offer no remediation */
  remedies?: Remedies;
};

/** The outbox waits and tries again, and knows what was sent: so this one does neither. */
export function logsRest(apiUrl: string, token: string): REST {
  return new REST({
    api: apiUrl,
    makeRequest: restRequest,
    retries: 0,
    rejectOnRateLimit: () => true,
  }).setToken(token);
}
