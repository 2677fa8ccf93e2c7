import { MessageFlags } from 'discord.js';
import { clickerOf } from '../answers/clicker.ts';
import { requestAnswer } from '../answers/request-answer.ts';
import type { Select } from './select.ts';
import { editAnswer } from '../answers/edit-answer.ts';

export const remediate = {
  async choose(interaction, _id, app) {
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    const approval = await app
      .remediation()
      .requestOption(interaction.values[0] ?? '', clickerOf(interaction));
    await editAnswer(interaction, requestAnswer(approval, interaction.guildId));
  },
} satisfies Select;
