import { apiChannels, apiRoles, bot, guildId, MEMBER, people } from './world.ts';

export type Overwrite = { id: string; type: 0 | 1; allow: string; deny: string };

/** How the bot and the roles stand in the guild, which a test may change before or while a bot serves. */
export type Standing = ReturnType<typeof createStanding>;

export function createStanding() {
  return {
    /** false: the bot was never invited, or was thrown out */
    isInGuild: true,
    /** false: it was invited without the scope applications.commands */
    mayRegister: true,
    /** what everybody may do in the guild, Discord's bit set as a decimal string */
    everyone: MEMBER,
    /** ids of channels and roles that somebody has deleted */
    deleted: new Set<string>(),
    /** ids of roles that only who may mention everyone can mention */
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

export function rolesOf(standing: Standing) {
  return apiRoles()
    .filter(({ id }) => !standing.deleted.has(id))
    .map((role) => ({
      ...role,
      permissions: role.id === guildId ? standing.everyone : role.permissions,
      mentionable: role.mentionable && !standing.unmentionable.has(role.id),
    }));
}

export function channelsOf(standing: Standing) {
  return apiChannels()
    .filter(({ id }) => !standing.deleted.has(id))
    .map((channel) => ({
      ...channel,
      type: standing.channelTypes.get(channel.id) ?? channel.type,
      permission_overwrites: standing.overwrites.get(channel.id) ?? [],
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
export function botMay(standing: Standing, channelId: string, bit: bigint): boolean {
  const overwrites = standing.overwrites.get(channelId) ?? [];
  const groups = [[guildId], standing.botRoles, [bot.id]];
  let may = (BigInt(standing.everyone) & bit) !== 0n;
  for (const ids of groups) {
    const own = overwrites.filter(({ id }) => ids.includes(id));
    if (own.some(({ deny }) => BigInt(deny) & bit)) may = false;
    if (own.some(({ allow }) => BigInt(allow) & bit)) may = true;
  }
  return may;
}
