import type { APIEmbed } from 'discord.js';

/** Characters that Discord counts towards the 6000 of a message. */
export function sizeOf(embeds: APIEmbed[]): number {
  return embeds
    .flatMap(({ title, description, footer, author, fields }) => [
      title,
      description,
      footer?.text,
      author?.name,
      ...(fields ?? []).flatMap(({ name, value }) => [name, value]),
    ])
    .reduce((sum, text) => sum + (text?.length ?? 0), 0);
}

/** All text of some messages, as a reader sees it: without the backslashes. */
export function textOf(parts: APIEmbed[][]): string {
  return parts
    .flat()
    .flatMap(({ title, description, footer, fields }) => [
      title,
      description,
      ...(fields ?? []).flatMap(({ name, value }) => [name, value]),
      footer?.text,
    ])
    .filter((text) => text !== undefined)
    .join('\n')
    .replace(/\\([^0-9A-Za-z\s])/g, '$1');
}
