import { ActionRowBuilder, ModalBuilder, TextInputBuilder, TextInputStyle } from 'discord.js';
import { clickerOf } from '../answers/clicker.ts';
import type { Button } from './button.ts';

export const deny = {
  async press(interaction, id, app) {
    await app.remediation().mayDeny(id, clickerOf(interaction));
    const reason = new TextInputBuilder()
      .setCustomId('reason')
      .setLabel('Why not?')
      .setStyle(TextInputStyle.Paragraph)
      .setMinLength(1)
      .setMaxLength(300);
    await interaction.showModal(
      new ModalBuilder()
        .setCustomId(`deny:${id}`)
        .setTitle('Deny this request')
        .addComponents(new ActionRowBuilder<TextInputBuilder>().addComponents(reason)),
    );
  },
  async submit(interaction, id, app) {
    await interaction.deferUpdate();
    await app.remediation().deny(id, clickerOf(interaction), interaction.fields.getTextInputValue('reason'));
  },
} satisfies Button;
