import { EmbedBuilder } from '@discordjs/builders';
import type { APIEmbed } from 'discord.js';
import { inert } from './escape.ts';
import { shades } from './severity.ts';

const NAMED = 8;

/** "3 of 5 machines answered · waiting for tesseract". */
export function progressEmbed(progress: { done: number; total: number; waiting: string[] }): APIEmbed {
  const { done, total, waiting } = progress;
  const named = waiting.slice(0, NAMED).map((name) => inert(name, 100));
  const more = waiting.length > NAMED ? [`${waiting.length - NAMED} more`] : [];
  const names = [...named, ...more].join(', ');
  return new EmbedBuilder()
    .setColor(shades.progress.colour)
    .setDescription(
      [
        `${shades.progress.dot} ${done} of ${total} ${total === 1 ? 'machine' : 'machines'} answered`,
        ...(names ? [`waiting for ${names}`] : []),
      ].join(' · '),
    )
    .toJSON();
}
