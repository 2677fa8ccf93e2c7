import type { BaseInteraction } from 'discord.js';

/** Who acts, with the roles that Discord sent along with this very click; @everyone is none. */
export function clickerOf({ user, member, guildId }: BaseInteraction) {
  const held =
    member === null ? [] : Array.isArray(member.roles) ? member.roles : [...member.roles.cache.keys()];
  const roles = held.filter((role) => role !== guildId);
  return { id: user.id, name: user.globalName ?? user.username, roles, bot: user.bot };
}
