import { ActionRowBuilder, ModalBuilder, TextInputBuilder, TextInputStyle } from 'discord.js';
import { label } from '../../../embeds/label.ts';
import { limits } from '../../../embeds/limits.ts';
import { subjectOf } from '../../findings/subject.ts';
import type { Finding } from '../../findings/finding.ts';
import { REASON_MAX } from './acknowledge.ts';

export const UNTIL_MAX = 40;

/**
 * Asks for the reason and the time. Discord says who asks, and the custom_id names the finding.
 * @param typed what the fields already hold
 */
export function acknowledgeModal(
  finding: Finding,
  typed: { reason?: string; until?: string } = {},
): ModalBuilder {
  const reason = new TextInputBuilder()
    .setCustomId('reason')
    .setLabel('Reason')
    .setStyle(TextInputStyle.Paragraph)
    .setMinLength(1)
    .setMaxLength(REASON_MAX);
  const until = new TextInputBuilder()
    .setCustomId('until')
    .setLabel('Until when? (7 days if left empty)')
    .setPlaceholder('12h, 7d, tomorrow, friday 9:00 or 2026-12-01 18:00')
    .setStyle(TextInputStyle.Short)
    .setMaxLength(UNTIL_MAX)
    .setRequired(false);
  if (typed.reason) reason.setValue(typed.reason.slice(0, REASON_MAX));
  if (typed.until) until.setValue(typed.until.slice(0, UNTIL_MAX));
  const rows = [reason, until].map((input) => new ActionRowBuilder<TextInputBuilder>().addComponents(input));
  return new ModalBuilder()
    .setCustomId(`acknowledge:${finding.id}`)
    .setTitle(
      label(`${subjectOf(finding) ?? 'fleet'}: ${finding.type.replaceAll('_', ' ')}`, limits.modalTitle),
    )
    .addComponents(rows);
}
