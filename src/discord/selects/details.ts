import { detailsPage } from '../answers/details-page.ts';
import type { Select } from './select.ts';
import { editAnswer } from '../answers/edit-answer.ts';

/** Replaces the details with those of the chosen finding. */
export const details = {
  async choose(interaction, id, app) {
    await interaction.deferUpdate();
    await editAnswer(interaction, await detailsPage(app, id, interaction.values[0] ?? null));
  },
} satisfies Select;
