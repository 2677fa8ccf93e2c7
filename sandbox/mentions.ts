import type { APIAllowedMentions } from 'discord.js';
import { people, roles } from './world.ts';

export type Pinged = { everyone: boolean; users: string[]; roles: string[]; pinged: string[] };

/**
 * Whom a text notifies under `allowed_mentions`, which defaults to everybody who is named. Embeds never notify.
 * Code spans are searched too, although Discord spares them: no text of ours may depend on that.
 */
export function evaluateMentions(content: string, allowed: APIAllowedMentions | null | undefined): Pinged {
  const parse: string[] | null = allowed ? [...(allowed.parse ?? [])] : null;
  const may = (kind: string, id: string, ids: readonly string[] | undefined) =>
    parse === null || parse.includes(kind) || (ids ?? []).includes(id);
  const named = (pattern: RegExp) => [
    ...new Set([...content.matchAll(pattern)].map((match) => match[1] ?? '')),
  ];

  const everyone = named(/(@everyone|@here)/g).filter((text) => may('everyone', text, []));
  const users = named(/<@!?(\d+)>/g)
    .filter((id) => people.some((person) => person.id === id))
    .filter((id) => may('users', id, allowed?.users));
  const pingedRoles = named(/<@&(\d+)>/g)
    .filter((id) => Object.values(roles).includes(id))
    .filter((id) => may('roles', id, allowed?.roles));
  return {
    everyone: everyone.length > 0,
    users,
    roles: pingedRoles,
    pinged: [...everyone, ...users.map((id) => `<@${id}>`), ...pingedRoles.map((id) => `<@&${id}>`)],
  };
}
