import type { APIEmbed } from 'discord.js';
import { recognised } from './recogniser.ts';

/** A text as somebody hostile would write it: mentions, markup, a link, and what turns the reading direction. */
export const trap = '@everyone <@1> <@&2> <#3> [x](https://evil.example) ```code``` ||s|| \u202E\n# big';

/** How Discord would render the texts of embeds, line by line; a footer is shown verbatim. */
export function madeOf(embeds: readonly APIEmbed[]): string[] {
  const texts = embeds.flatMap(({ title, description, fields }) => [
    title ?? '',
    description ?? '',
    ...(fields ?? []).flatMap(({ name, value }) => [name, value]),
  ]);
  return [...new Set(texts.flatMap((text) => text.split('\n')).flatMap(recognised))].toSorted();
}
