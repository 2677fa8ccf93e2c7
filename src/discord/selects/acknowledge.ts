import { UserError } from '../../text/user-error.ts';
import { acknowledgeModal } from '../answers/acknowledge-modal.ts';
import type { Select } from './select.ts';

/** Chooses the finding; the reason and the time are asked next. */
export const acknowledge = {
  async choose(interaction, _id, app) {
    const finding = (await app.records.openFindings()).find(({ id }) => id === interaction.values[0]);
    if (!finding) throw new UserError('This finding is resolved: there is nothing to acknowledge.');
    await interaction.showModal(acknowledgeModal(finding));
  },
} satisfies Select;
