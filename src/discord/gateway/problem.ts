import {
  GatewayCloseCodes,
  DiscordAPIError,
  DiscordjsError,
  DiscordjsErrorCodes,
  HTTPError,
  OAuth2Scopes,
  RESTJSONErrorCodes,
} from 'discord.js';
import { Unavailable, UserError } from '../../text/user-error.ts';
import { NEEDED } from './permissions.ts';

export type Place = { applicationId: string; guildId: string; apiUrl: string };

/** A wrong setting or a missing right. `warning`: the bot works, but not everything does. */
export type Problem = { status: 'broken' | 'warning'; subject: string; detail: string; cure: string };

const PORTAL = 'https://discord.com/developers/applications';

/** The invite link for an administrator, with exactly the permissions that the bot needs. */
export function inviteUrl({
  applicationId,
  guildId,
}: {
  applicationId: string;
  guildId: string | null;
}): string {
  const scope = [OAuth2Scopes.Bot, OAuth2Scopes.ApplicationsCommands].join('+');
  const guild = guildId === null ? '' : `&guild_id=${guildId}`;
  return `https://discord.com/oauth2/authorize?client_id=${applicationId}&scope=${scope}&permissions=${NEEDED}${guild}`;
}

/** One line for people: what is wrong, and what to do. */
export function lineOf({ subject, detail, cure }: Problem): string {
  return `${subject}: ${detail}. ${cure}`;
}

function broken(subject: string, detail: string, cure: string): Problem {
  return { status: 'broken', subject, detail, cure };
}

/** The subject of problems that no setting can fix: Discord itself or the network. */
const UNREACHED = 'Discord';

const badToken = broken(
  'DISCORD_TOKEN',
  'Discord does not accept it',
  `Open ${PORTAL}, choose the application, "Bot", "Reset Token", and set the new token.`,
);

export function notInGuild(place: Place): Problem {
  return broken(
    `DISCORD_GUILD_ID ${place.guildId}`,
    'the bot is not in this guild',
    `Correct the id, or invite the bot: ${inviteUrl(place)}`,
  );
}

/** @param actual the application that DISCORD_TOKEN belongs to */
export function wrongApplication({ applicationId }: Place, actual: string): Problem {
  return broken(
    `DISCORD_APPLICATION_ID ${applicationId}`,
    'DISCORD_TOKEN belongs to another application',
    `Set ${actual}, or the token of this application.`,
  );
}

const AUTHENTICATION_FAILED: number = GatewayCloseCodes.AuthenticationFailed;

/** Close codes that a restart does not cure: https://docs.discord.com/developers/topics/opcodes-and-status-codes */
const faulty: readonly number[] = [
  GatewayCloseCodes.InvalidShard,
  GatewayCloseCodes.ShardingRequired,
  GatewayCloseCodes.InvalidAPIVersion,
  GatewayCloseCodes.InvalidIntents,
  GatewayCloseCodes.DisallowedIntents,
];

/** Why the session is over for good. @param code the WebSocket's close code */
export function closedFor(code: number): UserError {
  if (code === AUTHENTICATION_FAILED) return new UserError(lineOf(badToken));
  const sentence = `Discord has ended the bot's session (close code ${code}). Start the bot again.`;
  return faulty.includes(code) ? new UserError(sentence) : new Unavailable(sentence);
}

/** A UserError that names the wrong setting and its cure, if Discord's refusal points to one; else the error itself. */
export function explained(error: unknown, place: Place, inGuild = false): unknown {
  const problem = problemOf(error, place, inGuild);
  if (!problem) return error;
  return problem.subject === UNREACHED ? new Unavailable(lineOf(problem)) : new UserError(lineOf(problem));
}

/**
 * The setting that Discord's refusal points to, with its cure; null if none.
 * @param inGuild the bot is known to be in the guild, so a refusal means that it may not register commands
 */
export function problemOf(error: unknown, place: Place, inGuild = false): Problem | null {
  if (error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid) return badToken;
  if (error instanceof Error && error.message === 'Authentication failed') return badToken;
  if (error instanceof DiscordAPIError) return refusal(error, place, inGuild);
  const code = networkCode(error);
  if (code === null && !(error instanceof HTTPError)) return null;
  const why = code ?? (error instanceof HTTPError ? `HTTP ${error.status}` : 'no answer');
  return broken(
    UNREACHED,
    `it cannot be reached at ${place.apiUrl} (${why})`,
    'Check the network, and DISCORD_API_URL if it is set.',
  );
}

function refusal(error: DiscordAPIError, place: Place, inGuild: boolean): Problem | null {
  if (error.status === 401) return badToken;
  if (inGuild && error.code === RESTJSONErrorCodes.MissingAccess) {
    return broken(
      'Slash commands',
      'the bot was invited without the right to register them',
      `Invite it again; nothing is lost: ${inviteUrl(place)}`,
    );
  }
  if (error.code === RESTJSONErrorCodes.MissingAccess || error.code === RESTJSONErrorCodes.UnknownGuild) {
    return notInGuild(place);
  }
  if (error.code === RESTJSONErrorCodes.UnknownApplication || error.status === 403) {
    return broken(
      `DISCORD_APPLICATION_ID ${place.applicationId}`,
      `Discord does not allow this bot to register commands for it (${error.message})`,
      `Copy the application id that belongs to DISCORD_TOKEN from ${PORTAL}.`,
    );
  }
  return null;
}

function networkCode(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if ('code' in error && typeof error.code === 'string' && /^(E[A-Z]+|UND_ERR_[A-Z_]+)$/.test(error.code))
    return error.code;
  return error.cause === undefined ? null : networkCode(error.cause);
}
