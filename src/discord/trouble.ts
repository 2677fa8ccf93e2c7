import {
  GatewayCloseCodes,
  DiscordAPIError,
  DiscordjsError,
  DiscordjsErrorCodes,
  HTTPError,
  OAuth2Scopes,
  RESTJSONErrorCodes,
} from 'discord.js';
import { UserError } from '../user-error.ts';

export type Place = { applicationId: string; guildId: string; apiUrl: string };

const PORTAL = 'https://discord.com/developers/applications';
// View Channel, Send Messages, Embed Links, Attach Files, Read Message History: all that the bot does.
const PERMISSIONS = 0x400 | 0x800 | 0x4000 | 0x8000 | 0x10000;

/** The address at which an administrator of the guild lets the bot in. */
function inviteUrl(place: Place): string {
  const scope = [OAuth2Scopes.Bot, OAuth2Scopes.ApplicationsCommands].join('+');
  return `https://discord.com/oauth2/authorize?client_id=${place.applicationId}&scope=${scope}&permissions=${PERMISSIONS}&guild_id=${place.guildId}`;
}

const badToken = new UserError(
  `DISCORD_TOKEN: Discord does not accept it. Open ${PORTAL}, choose the application, "Bot", "Reset Token", and set the new token.`,
);

export function notInGuild(place: Place): UserError {
  return new UserError(
    `DISCORD_GUILD_ID ${place.guildId}: the bot is not in this guild. Correct the id, or invite the bot: ${inviteUrl(place)}`,
  );
}

const AUTHENTICATION_FAILED: number = GatewayCloseCodes.AuthenticationFailed;

/** Why the session is over for good. @param code of the WebSocket's close */
export function closedFor(code: number): UserError {
  if (code === AUTHENTICATION_FAILED) return badToken;
  return new UserError(
    `Discord has closed the bot's session for good (close code ${code}). Start the bot again.`,
  );
}

/** The UserError that names the setting at fault and its cure, where Discord's refusal says which it is; else the error itself. */
export function explained(error: unknown, place: Place): unknown {
  if (error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid) return badToken;
  if (error instanceof Error && error.message === 'Authentication failed') return badToken;
  if (error instanceof DiscordAPIError) return refusal(error, place);
  const code = networkCode(error);
  if (code === null && !(error instanceof HTTPError)) return error;
  const why = code ?? (error instanceof HTTPError ? `HTTP ${error.status}` : 'no answer');
  return new UserError(
    `Discord cannot be reached at ${place.apiUrl} (${why}). Check the network, and DISCORD_API_URL if it is set.`,
  );
}

function refusal(error: DiscordAPIError, place: Place): unknown {
  if (error.status === 401) return badToken;
  if (error.code === RESTJSONErrorCodes.MissingAccess || error.code === RESTJSONErrorCodes.UnknownGuild) {
    return notInGuild(place);
  }
  if (error.code === RESTJSONErrorCodes.UnknownApplication || error.status === 403) {
    return new UserError(
      `DISCORD_APPLICATION_ID ${place.applicationId}: Discord does not let this bot register commands for it (${error.message}). Copy the application id that belongs to DISCORD_TOKEN from ${PORTAL}.`,
    );
  }
  return error;
}

function networkCode(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if ('code' in error && typeof error.code === 'string' && /^(E[A-Z]+|UND_ERR_[A-Z_]+)$/.test(error.code))
    return error.code;
  return error.cause === undefined ? null : networkCode(error.cause);
}
