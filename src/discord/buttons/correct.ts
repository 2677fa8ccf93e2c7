import { UserError } from '../../text/user-error.ts';
import { acknowledgeModal } from '../answers/acknowledge-modal.ts';
import type { Button } from './button.ts';

/** Opens the form again as it was filled in: the time is in the id, the reason in the message's footer. */
export const correct = {
  async press(interaction, id, app) {
    const [wanted = '', ...typed] = id.split(':');
    const finding = (await app.records.openFindings()).find((each) => each.id === wanted);
    if (!finding) throw new UserError('This finding is resolved: there is nothing to acknowledge.');
    const reason = interaction.message.embeds[0]?.footer?.text ?? '';
    await interaction.showModal(acknowledgeModal(finding, { reason, until: typed.join(':') }));
  },
} satisfies Button;
