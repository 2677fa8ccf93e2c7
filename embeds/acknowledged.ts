import {
  ActionRowBuilder,
  EmbedBuilder,
  StringSelectMenuBuilder,
  StringSelectMenuOptionBuilder,
} from '@discordjs/builders';
import type { APIActionRowComponent, APIEmbed, APIStringSelectComponent } from 'discord.js';
import type { Finding } from '../src/findings/finding.ts';
import { subjectOf } from '../src/findings/subject.ts';
import { inert } from './escape.ts';
import { acknowledgement, findingField } from './finding/finding.ts';
import { absolute, relative } from './finding/instants.ts';
import { label } from './label.ts';
import { limits } from './limits.ts';
import { shades } from './severity.ts';

const NAME_MAX = 90;
const REASON_MAX = 900;

export type Acknowledged = {
  /** the earlier acknowledgement, so that the message can say what was replaced */
  finding: Finding;
  by: string;
  reason: string;
  /** ISO instant */
  until: string;
};

/** Tells the channel who acknowledged a finding, why, until when, and what ends it earlier. */
export function acknowledgedEmbed({ finding, by, reason, until }: Acknowledged): APIEmbed {
  const before = acknowledgement(finding);
  const { name, value } = findingField({ ...finding, status: 'ongoing' });
  return new EmbedBuilder()
    .setColor(shades[finding.severity].colour)
    .setTitle('Acknowledged')
    .setDescription(`**${name}**\n${value}`)
    .addFields(
      { name: 'By', value: inert(by, NAME_MAX) || 'somebody', inline: true },
      { name: 'Quiet until', value: `${absolute(until)} (${relative(until)})`, inline: true },
      { name: 'Reason', value: inert(reason, REASON_MAX) || '(none given)' },
      ...(before ? [{ name: 'Replaces', value: before.join(' · ') }] : []),
      { name: 'Alerts again', value: ending(finding) },
    )
    .setFooter({ text: `finding ${label(finding.id)}` })
    .toJSON();
}

function ending({ severity }: Finding): string {
  const { dot, word } = shades[severity];
  return severity === 'CRITICAL'
    ? 'When the time is up, if still open.'
    : `At once if it gets worse than ${dot} ${word}; otherwise when the time is up, if still open.`;
}

/** `CRITICAL shiva: duplicate process · shiva on tesseract runs twice…`, in at most 100 characters. */
export function findingChoice(finding: Finding): string {
  const { severity, summary } = finding;
  return label(`${severity} ${label(subjectOf(finding) ?? 'fleet', 40)}: ${words(finding)} · ${summary}`);
}

/** A select to choose one of several findings. It holds as many as Discord allows; /ack offers the others. */
export function findingSelect(
  customId: string,
  findings: readonly Finding[],
): APIActionRowComponent<APIStringSelectComponent>[] {
  const shown = findings.slice(0, limits.choices);
  const more = findings.length > shown.length ? ` (${findings.length - shown.length} more: /ack)` : '';
  const select = new StringSelectMenuBuilder()
    .setCustomId(customId)
    .setPlaceholder(`Which finding?${more}`)
    .addOptions(
      shown.map((finding) =>
        new StringSelectMenuOptionBuilder()
          .setLabel(label(`${subjectOf(finding) ?? 'fleet'}: ${words(finding)}`))
          .setDescription(label(finding.summary) || words(finding))
          .setValue(finding.id)
          .setEmoji({ name: shades[finding.severity].dot }),
      ),
    );
  return [new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(select).toJSON()];
}

function words({ type, status }: Finding): string {
  return `${type.replaceAll('_', ' ')}${status === 'acknowledged' ? ', acknowledged' : ''}`;
}
