import { EmbedBuilder } from '@discordjs/builders';
import type { APIEmbed } from 'discord.js';
import { inert } from './escape.ts';
import { limits } from './limits.ts';
import { shades } from './severity.ts';

const ROLES = 10;
const TEXT_MAX = 3000;

/** A text for people, shown verbatim: it may quote user input. */
export function errorEmbed(text: string): APIEmbed {
  return embed(inert(text, limits.description - 2));
}

/** Why somebody may not do this, and which roles may. Discord never notifies a role that an embed mentions. */
export function forbiddenEmbed(text: string, roles: readonly string[]): APIEmbed {
  const named = roles.slice(0, ROLES).map((role) => `<@&${role}>`);
  const more = roles.length > ROLES ? ` and ${roles.length - ROLES} more` : '';
  const who = named.length > 0 ? `\n-# These roles may: ${named.join(' ')}${more}` : '';
  const sentence = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  return embed(`${inert(sentence, TEXT_MAX)}${who}`);
}

/** What people see of an internal error. The log has the details under `id`. */
export function internalErrorEmbed(id: string): APIEmbed {
  return embed(`Internal error \`${id}\`. The bot's log has the details under this id.`);
}

/** For people whose answer the bot cannot give before it stops. */
export function shutdownEmbed(): APIEmbed {
  return errorEmbed('The bot is shutting down. Try again when it is back.');
}

function embed(description: string): APIEmbed {
  return new EmbedBuilder()
    .setColor(shades.error.colour)
    .setDescription(`${shades.error.dot} ${description}`)
    .toJSON();
}
