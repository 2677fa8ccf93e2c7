import { ActionRowBuilder, ButtonBuilder } from '@discordjs/builders';
import type { APIEmbed } from 'discord.js';
import type { ButtonRow } from './buttons.ts';
import { errorEmbed } from './error.ts';
import { limits } from './limits.ts';

// From ButtonStyle of discord.js: this folder may import only its types.
const PRIMARY = 1;

type Typed = { finding: string; reason: string; until: string };

/** Says what is wrong with a time, with a button that opens the form again as it was filled in. */
export function mistypedAnswer(
  error: string,
  { finding, reason, until }: Typed,
): { embeds: APIEmbed[]; components: ButtonRow[] } {
  // A footer is shown verbatim, without markup, so it can hold what was typed.
  const embed = { ...errorEmbed(error), footer: { text: reason } };
  const id = `correct:${finding}:`;
  if (id.length > limits.customId) return { embeds: [embed], components: [] };
  const button = new ButtonBuilder()
    .setCustomId(`${id}${until}`.slice(0, limits.customId))
    .setLabel('Correct the time')
    .setStyle(PRIMARY);
  const row = new ActionRowBuilder<ButtonBuilder>().addComponents(button).toJSON();
  return { embeds: [embed], components: [row] };
}
