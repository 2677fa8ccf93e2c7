import { detailsPage } from '../answers/details-page.ts';
import type { Select } from './select.ts';

/** Another finding is meant: its details take the place of the first one's. */
export const details = {
  async choose(interaction, id, app) {
    await interaction.deferUpdate();
    await interaction.editReply(await detailsPage(app, id, interaction.values[0] ?? null));
  },
} satisfies Select;
