import { EmbedBuilder } from '@discordjs/builders';
import type { APIEmbed } from 'discord.js';
import { inert } from './escape.ts';
import { limits } from './limits.ts';
import { shades } from './severity.ts';

/** A text for people, shown as it stands: it may quote what somebody typed. */
export function errorEmbed(text: string): APIEmbed {
  return embed(inert(text, limits.description - 2));
}

/** What people get of an error that is not theirs. `id` is in the log, with the rest. */
export function internalErrorEmbed(id: string): APIEmbed {
  return embed(`Internal error \`${id}\`. The bot's log has the details under this id.`);
}

/** To whoever waits for an answer that the bot will not live to give. */
export function farewellEmbed(): APIEmbed {
  return errorEmbed('The bot is being stopped. Ask again when it is back.');
}

function embed(description: string): APIEmbed {
  return new EmbedBuilder()
    .setColor(shades.error.colour)
    .setDescription(`${shades.error.dot} ${description}`)
    .toJSON();
}
