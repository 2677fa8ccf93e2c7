import { EmbedBuilder } from '@discordjs/builders';
import type { APIEmbed } from 'discord.js';
import { inert } from './escape.ts';
import { shades } from './severity.ts';

const NAMED = 8;

type Progress = {
  done: number;
  total: number;
  waiting: string[];
  again?: boolean;
  sites?: { done: number; total: number };
};

/** "3 of 5 answers · 1 of 2 sites · waiting for tesseract": answers of machines, endpoints and repositories. */
export function progressEmbed({ done, total, waiting, again = false, sites }: Progress): APIEmbed {
  const named = waiting.slice(0, NAMED).map((name) => inert(name, 100));
  const more = waiting.length > NAMED ? [`${waiting.length - NAMED} more`] : [];
  const names = [...named, ...more].join(', ');
  const sum = `${done} of ${total} ${total === 1 ? 'answer' : 'answers'}`;
  return new EmbedBuilder()
    .setColor(shades.progress.colour)
    .setDescription(
      [
        `${shades.progress.dot} ${again ? 'Re-checking, in case it was temporary' : sum}`,
        ...(sites && !again
          ? [`${sites.done} of ${sites.total} ${sites.total === 1 ? 'site' : 'sites'}`]
          : []),
        ...(names ? [`waiting for ${names}`] : []),
      ].join(' · '),
    )
    .toJSON();
}
