import { EmbedBuilder } from '@discordjs/builders';
import type { APIEmbed } from 'discord.js';
import type { Finding } from '../../src/findings/finding.ts';
import { inert, withCode } from '../escape.ts';
import { label } from '../label.ts';
import { limits } from '../limits.ts';
import { shades } from '../severity.ts';
import { evidenceFields } from './evidence.ts';
import { acknowledgement } from './finding.ts';
import { relative } from './instants.ts';

const TITLE_MAX = 180;
const SENTENCE_MAX = 1500;
/** The room that title and sentence leave in a message. */
const FIELDS_MAX = limits.embedTotal - SENTENCE_MAX - 800;

/** All that is known about one finding: its whole sentence, its evidence, since when. */
export function detailsEmbed(finding: Finding): APIEmbed {
  const { severity, title, summary, facts, advice, first_seen, id } = finding;
  const lines = [
    inert(summary, SENTENCE_MAX),
    ...(facts !== undefined ? [] : [`→ ${withCode(advice, 240)}`]),
    `-# ${[`since ${relative(first_seen)}`, ...(acknowledgement(finding) ?? [])].join(' · ')}`,
  ];
  const embed = new EmbedBuilder()
    .setColor(shades[severity].colour)
    .setTitle(`${shades[severity].dot} ${inert(title, TITLE_MAX)}`)
    .setDescription(lines.join('\n'))
    .setFooter({ text: `finding ${label(id)}` });
  let left = FIELDS_MAX;
  for (const field of evidenceFields(finding).fields) {
    left -= field.name.length + field.value.length;
    if (left >= 0) embed.addFields(field);
    else
      embed.setFooter({
        text: `finding ${label(id)} · the rest of its evidence: driftwatch audit --format json`,
      });
  }
  return embed.toJSON();
}
