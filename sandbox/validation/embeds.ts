import type { APIEmbed } from 'discord.js';
import type { Issue } from '../api-error.ts';

/** Characters over all embeds of a message (Discord's "Embed Limits"). */
const MAX_TOTAL = 6000;

export function embedIssues(embeds: APIEmbed[], path: Issue['path']): Issue[] {
  const issues = embeds.flatMap((embed, index) => [
    ...emptyEmbed(embed, [...path, index]),
    ...emptyFields(embed, [...path, index]),
    ...tooManyFields(embed, [...path, index]),
  ]);
  const total = embeds.reduce((sum, embed) => sum + size(embed), 0);
  if (total > MAX_TOTAL)
    issues.push({
      path,
      code: 'MAX_EMBED_SIZE_EXCEEDED',
      message: `Embed size exceeds maximum size of ${MAX_TOTAL}`,
    });
  return issues;
}

function size(embed: APIEmbed): number {
  const fields = (embed.fields ?? []).flatMap(({ name, value }) => [name, value]);
  const texts = [embed.title, embed.description, embed.footer?.text, embed.author?.name, ...fields];
  return texts.reduce((sum, text) => sum + (text ?? '').trim().length, 0);
}

function emptyFields(embed: APIEmbed, path: Issue['path']): Issue[] {
  return (embed.fields ?? []).flatMap((field, index) =>
    (['name', 'value'] as const)
      .filter((key) => field[key].trim() === '')
      .map((key) => required([...path, 'fields', index, key])),
  );
}

function tooManyFields(embed: APIEmbed, path: Issue['path']): Issue[] {
  if ((embed.fields ?? []).length <= 25) return [];
  return [
    { path: [...path, 'fields'], code: 'BASE_TYPE_MAX_LENGTH', message: 'Must be 25 or fewer in length.' },
  ];
}

function emptyEmbed(embed: APIEmbed, path: Issue['path']): Issue[] {
  const shown = [
    embed.image,
    embed.thumbnail,
    embed.author,
    embed.footer?.text,
    embed.fields?.length,
    embed.timestamp,
  ];
  const text = [embed.title, embed.description].some((part) => (part ?? '').trim() !== '');
  return text || shown.some(Boolean) ? [] : [required([...path, 'description'])];
}

function required(path: Issue['path']): Issue {
  return { path, code: 'BASE_TYPE_REQUIRED', message: 'This field is required' };
}
