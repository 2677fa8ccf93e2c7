import type { BaseInteraction } from 'discord.js';

/** Who clicked, with the roles that Discord sent with this click, without @everyone. */
export function clickerOf({ user, member, guildId }: BaseInteraction) {
  const held =
    member === null ? [] : Array.isArray(member.roles) ? member.roles : [...member.roles.cache.keys()];
  const roles = held.filter((role) => role !== guildId);
  return { id: user.id, name: user.globalName ?? user.username, roles, bot: user.bot };
}
