import { ActionRowBuilder, ModalBuilder, TextInputBuilder, TextInputStyle } from 'discord.js';
import { label } from '../../../embeds/label.ts';
import { limits } from '../../../embeds/limits.ts';
import type { Finding } from '../../findings/finding.ts';
import { REASON_MAX } from './acknowledge.ts';

const UNTIL_MAX = 40;

/** Asks why, and until when. Discord says by whom, and the custom_id which finding is meant. */
export function acknowledgeModal({ id, service, machine, type }: Finding): ModalBuilder {
  const reason = new TextInputBuilder()
    .setCustomId('reason')
    .setLabel('Why may it stay?')
    .setStyle(TextInputStyle.Paragraph)
    .setMinLength(1)
    .setMaxLength(REASON_MAX);
  const until = new TextInputBuilder()
    .setCustomId('until')
    .setLabel('Until when? (7 days if left empty)')
    .setPlaceholder('12h, 7d, 2w, 2026-12-01 or 2026-12-01 18:00')
    .setStyle(TextInputStyle.Short)
    .setMaxLength(UNTIL_MAX)
    .setRequired(false);
  const rows = [reason, until].map((input) => new ActionRowBuilder<TextInputBuilder>().addComponents(input));
  return new ModalBuilder()
    .setCustomId(`acknowledge:${id}`)
    .setTitle(label(`${service ?? machine ?? 'fleet'}: ${type.replaceAll('_', ' ')}`, limits.modalTitle))
    .addComponents(rows);
}
