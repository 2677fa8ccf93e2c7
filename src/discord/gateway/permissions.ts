import { OverwriteType, PermissionFlagsBits } from 'discord.js';

// https://discord.com/developers/docs/topics/permissions

/** The permissions that the bot needs in the logs channel, named as in Discord's settings. */
const needed = [
  ['View Channel', PermissionFlagsBits.ViewChannel],
  ['Send Messages', PermissionFlagsBits.SendMessages],
  ['Embed Links', PermissionFlagsBits.EmbedLinks],
  ['Attach Files', PermissionFlagsBits.AttachFiles],
  ['Read Message History', PermissionFlagsBits.ReadMessageHistory],
] as const;

/** The same as one bit set, for the invite link. */
export const NEEDED = needed.reduce((bits, [, bit]) => bits | bit, 0n);

const ALL = ~0n;
const ROLE: number = OverwriteType.Role;

export type Role = { id: string; permissions: string };
export type Overwrite = { id: string; type: number; allow: string; deny: string };
export type Member = { id: string; roles: readonly string[] };

/** A member's permissions in a channel, as Discord computes them. An administrator or the owner has all. */
export function permissionsIn(
  guild: { id: string; ownerId: string; roles: readonly Role[] },
  member: Member,
  overwrites: readonly Overwrite[],
): bigint {
  const held = guild.roles.filter(({ id }) => id === guild.id || member.roles.includes(id));
  const base = held.reduce((bits, { permissions }) => bits | BigInt(permissions), 0n);
  if (guild.ownerId === member.id || (base & PermissionFlagsBits.Administrator) !== 0n) return ALL;
  const ofRoles = overwrites.filter(({ type }) => type === ROLE);
  const layers = [
    ofRoles.filter(({ id }) => id === guild.id),
    ofRoles.filter(({ id }) => id !== guild.id && member.roles.includes(id)),
    overwrites.filter(({ id, type }) => type !== ROLE && id === member.id),
  ];
  let bits = base;
  for (const layer of layers) {
    const denied = layer.reduce((sum, { deny }) => sum | BigInt(deny), 0n);
    const allowed = layer.reduce((sum, { allow }) => sum | BigInt(allow), 0n);
    bits = (bits & ~denied) | allowed;
  }
  return bits;
}

/** The names of the permissions that the bot lacks. */
export function lackingIn(permissions: bigint): string[] {
  return needed.flatMap(([name, bit]) => ((permissions & bit) === 0n ? name : []));
}

export function mayMentionAll(permissions: bigint): boolean {
  return (permissions & PermissionFlagsBits.MentionEveryone) !== 0n;
}
