import type { APIEmbed, APIMessageTopLevelComponent } from 'discord.js';
import { readAs } from '../../../test/support/embeds/read-as.ts';

/** A message as the bot would send it. */
export type Sample = {
  kind: string;
  content?: string;
  embeds?: readonly APIEmbed[];
  components?: readonly APIMessageTopLevelComponent[];
};

/** What people read of a message, a line each; buttons and selects in brackets. */
export function linesShown({ content, embeds = [], components = [] }: Omit<Sample, 'kind'>): string[] {
  const texts = [
    content,
    ...embeds.flatMap(({ title, description, fields = [], footer }) => [
      title,
      description,
      ...fields.flatMap(({ name, value }) => [name, value]),
      footer?.text,
    ]),
    ...components.map(controlsOf),
  ];
  return texts.filter((text) => text !== undefined).flatMap((text) => readAs(text).split('\n'));
}

function controlsOf(row: APIMessageTopLevelComponent): string {
  if (!('components' in row)) return '';
  return row.components
    .map((part) => {
      if ('options' in part) {
        const options = part.options.map(({ label, description }) =>
          [label, description].filter(Boolean).join('\n  '),
        );
        return `[${part.placeholder} ▾${options.map((option) => `\n· ${option}`).join('')}]`;
      }
      return 'label' in part && part.label !== undefined ? `[${part.label}]` : '';
    })
    .join(' ');
}
