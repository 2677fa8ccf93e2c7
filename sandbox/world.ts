import type { APIUser } from 'discord.js';
import { avatar } from './avatar.ts';

/** Somebody of the sandbox's guild. `permissions` is Discord's bit set as a decimal string. */
export type Person = {
  id: string;
  username: string;
  name: string;
  roles: string[];
  permissions: string;
  avatar: string;
};

export const applicationId = '1100000000000000001';
export const guildId = '1100000000000000002';
export const logsChannelId = '1100000000000000003';
export const generalChannelId = '1100000000000000004';
export const boardChannelId = '1100000000000000010';
export const roles = { oncall: '1100000000000000005', approver: '1100000000000000006' };

// View, send, embed, attach, history, application commands; not administrator.
export const MEMBER = String(0x400n | 0x800n | 0x4000n | 0x8000n | 0x10000n | (1n << 31n));
const ADMINISTRATOR = String(BigInt(MEMBER) | 8n);

export const users = {
  operator: person('1100000000000000007', 'knox', 'Knox', [roles.oncall, roles.approver], ADMINISTRATOR),
  approver: person('1100000000000000008', 'ada', 'Ada', [roles.approver], MEMBER),
  member: person('1100000000000000009', 'guest', 'Guest', [], MEMBER),
};
export const bot = person(applicationId, 'driftwatch', 'Driftwatch', [], ADMINISTRATOR);
export const people = [users.operator, users.approver, users.member];

export const channels = [
  { id: logsChannelId, name: 'logs', topic: 'What should be running, and what is' },
  { id: generalChannelId, name: 'general', topic: 'People' },
  { id: boardChannelId, name: 'board', topic: 'How every machine and service stands, now' },
];

function person(id: string, username: string, name: string, roles: string[], permissions: string): Person {
  return { id, username, name, roles, permissions, avatar: avatar(name) };
}

export function apiUser(person: Person): APIUser {
  return {
    id: person.id,
    username: person.username,
    global_name: person.name,
    discriminator: '0',
    avatar: null,
    bot: person.id === bot.id,
  };
}

export function apiMember(person: Person) {
  return {
    user: apiUser(person),
    roles: person.roles,
    joined_at: '2026-01-01T00:00:00.000000+00:00',
    deaf: false,
    mute: false,
    flags: 0,
    nick: null,
    avatar: null,
    banner: null,
  };
}

export function apiRoles() {
  const role = { color: 0, hoist: false, managed: false, flags: 0, icon: null, unicode_emoji: null };
  const colors = { primary_color: 0, secondary_color: null, tertiary_color: null };
  return [
    { ...role, colors, id: guildId, name: '@everyone', position: 0, permissions: MEMBER, mentionable: false },
    { ...role, colors, id: roles.oncall, name: 'on-call', position: 1, permissions: '0', mentionable: true },
    {
      ...role,
      colors,
      id: roles.approver,
      name: 'approver',
      position: 2,
      permissions: '0',
      mentionable: false,
    },
  ];
}

export function apiChannels() {
  return channels.map(({ id, name, topic }, position) => ({
    id,
    name,
    topic,
    position,
    type: 0,
    guild_id: guildId,
    nsfw: false,
    parent_id: null,
    permission_overwrites: [],
    rate_limit_per_user: 0,
    last_message_id: null,
  }));
}
