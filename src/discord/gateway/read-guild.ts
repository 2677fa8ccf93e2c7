import { DiscordAPIError, RESTJSONErrorCodes, Routes } from 'discord.js';
import type { REST } from 'discord.js';
import { z } from 'zod';

const Guild = z.object({ id: z.string(), name: z.string(), owner_id: z.string() });
const Roles = z.array(
  z.object({ id: z.string(), name: z.string(), permissions: z.string(), mentionable: z.boolean() }),
);
const Self = z.object({ id: z.string() });
const Member = z.object({ roles: z.array(z.string()) });
const Channel = z.object({
  id: z.string(),
  type: z.int(),
  name: z.string().nullish(),
  guild_id: z.string().optional(),
  permission_overwrites: z
    .array(z.object({ id: z.string(), type: z.int(), allow: z.string(), deny: z.string() }))
    .default([]),
});
const Counts = z.record(z.string(), z.int());

/** `hidden`: it exists, but the bot may not see it. */
export type ChannelReading = z.infer<typeof Channel> | 'unknown' | 'hidden' | null;

/** The guild as Discord shows it to the bot. */
export type GuildReading = {
  guild: z.infer<typeof Guild>;
  roles: z.infer<typeof Roles>;
  bot: { id: string; roles: string[] };
  /** null: none was requested */
  channel: ChannelReading;
  board: ChannelReading;
  /** role -> number of members with it, bots included; null if Discord does not say */
  counts: z.infer<typeof Counts> | null;
};

/**
 * Reads what is needed to judge the guild, and changes nothing.
 * @throws what discord.js throws, also if the bot is not in the guild
 */
export async function readGuild(
  rest: REST,
  asked: { guildId: string; logsChannelId: string | null; boardChannelId: string | null; counts: boolean },
  signal?: AbortSignal,
): Promise<GuildReading> {
  const options = signal ? { signal } : {};
  const guild = Guild.parse(await rest.get(Routes.guild(asked.guildId), options));
  const [roles, bot, channel, board, counts] = await Promise.all([
    rest.get(Routes.guildRoles(asked.guildId), options).then((body) => Roles.parse(body)),
    readBot(rest, asked.guildId, options),
    asked.logsChannelId === null ? null : readChannel(rest, asked.logsChannelId, options),
    asked.boardChannelId === null ? null : readChannel(rest, asked.boardChannelId, options),
    asked.counts ? readCounts(rest, asked.guildId, options) : null,
  ]);
  return { guild, roles, bot, channel, board, counts };
}

type Options = { signal?: AbortSignal };

async function readBot(rest: REST, guildId: string, options: Options): Promise<GuildReading['bot']> {
  const { id } = Self.parse(await rest.get(Routes.user(), options));
  const { roles } = Member.parse(await rest.get(Routes.guildMember(guildId, id), options));
  return { id, roles };
}

async function readChannel(rest: REST, id: string, options: Options): Promise<ChannelReading> {
  try {
    return Channel.parse(await rest.get(Routes.channel(id), options));
  } catch (error) {
    if (!(error instanceof DiscordAPIError)) throw error;
    if (error.code === RESTJSONErrorCodes.UnknownChannel) return 'unknown';
    if (error.code === RESTJSONErrorCodes.MissingAccess) return 'hidden';
    throw error;
  }
}

async function readCounts(rest: REST, guildId: string, options: Options): Promise<GuildReading['counts']> {
  try {
    return Counts.parse(await rest.get(`/guilds/${guildId}/roles/member-counts`, options));
  } catch (error) {
    if (error instanceof DiscordAPIError && error.status !== 401) return null;
    throw error;
  }
}
