import { apiChannels, apiRoles, bot, guildId, MEMBER, people } from './world.ts';

export type Overwrite = { id: string; type: 0 | 1; allow: string; deny: string };

/** The bot's and the roles' permissions in the guild. A test may change them before or while a bot runs. */
export type GuildState = ReturnType<typeof createGuildState>;

export function createGuildState() {
  return {
    /** false: the bot was never invited, or was thrown out */
    isInGuild: true,
    /** false: it was invited without the scope applications.commands */
    mayRegister: true,
    /** what everybody may do in the guild, Discord's bit set as a decimal string */
    everyone: MEMBER,
    /** ids of channels and roles that somebody has deleted */
    deleted: new Set<string>(),
    /** ids of roles that need the permission to mention everyone */
    unmentionable: new Set<string>(),
    /** channel id -> its permission overwrites */
    overwrites: new Map<string, Overwrite[]>(),
    /** channel id -> Discord's type, where it is not a text channel */
    channelTypes: new Map<string, number>(),
    /** ids of the bot's roles */
    botRoles: new Array<string>(),
    /** false: as on a server that knows no GET /guilds/:guild/roles/member-counts */
    countsMembers: true,
  };
}

export function rolesOf(guild: GuildState) {
  return apiRoles()
    .filter(({ id }) => !guild.deleted.has(id))
    .map((role) => ({
      ...role,
      permissions: role.id === guildId ? guild.everyone : role.permissions,
      mentionable: role.mentionable && !guild.unmentionable.has(role.id),
    }));
}

export function channelsOf(guild: GuildState) {
  return apiChannels()
    .filter(({ id }) => !guild.deleted.has(id))
    .map((channel) => ({
      ...channel,
      type: guild.channelTypes.get(channel.id) ?? channel.type,
      permission_overwrites: guild.overwrites.get(channel.id) ?? [],
    }));
}

/** How many hold each role (Discord's "Get Guild Role Member Counts"). */
export function memberCounts(): Record<string, number> {
  const ids = apiRoles().flatMap(({ id }) => (id === guildId ? [] : id));
  return Object.fromEntries(ids.map((id) => [id, people.filter(({ roles }) => roles.includes(id)).length]));
}

/**
 * Has the bot this permission in the channel? The order is that of Discord's page on permissions: the guild, then the
 * channel's overwrite for everyone, those for roles together, that for the bot.
 */
export function botMay(guild: GuildState, channelId: string, bit: bigint): boolean {
  const overwrites = guild.overwrites.get(channelId) ?? [];
  const groups = [[guildId], guild.botRoles, [bot.id]];
  let may = (BigInt(guild.everyone) & bit) !== 0n;
  for (const ids of groups) {
    const own = overwrites.filter(({ id }) => ids.includes(id));
    if (own.some(({ deny }) => BigInt(deny) & bit)) may = false;
    if (own.some(({ allow }) => BigInt(allow) & bit)) may = true;
  }
  return may;
}
