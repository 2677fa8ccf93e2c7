import { MessageFlags } from 'discord.js';
import { detailsPage } from '../answers/details-page.ts';
import type { Button } from './button.ts';
import { editAnswer } from '../answers/edit-answer.ts';

/** Shows the person who clicked one finding in full detail, then page by page. The id is the report's scope. */
export const details = {
  async press(interaction, id, app) {
    const isPage = /^\d+:/.test(id);
    if (isPage) await interaction.deferUpdate();
    else await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    await editAnswer(interaction, await detailsPage(app, id, null));
  },
} satisfies Button;
