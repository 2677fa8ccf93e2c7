import { MessageFlags } from 'discord.js';
import { findingSelect } from '../../../embeds/acknowledged.ts';
import { UserError } from '../../text/user-error.ts';
import { acknowledge as carryOut } from '../answers/acknowledge.ts';
import { acknowledgeModal } from '../answers/acknowledge-modal.ts';
import { readScope } from '../../../embeds/scope-id.ts';
import { openFindingsIn } from '../answers/open-findings-in.ts';
import type { Button } from './button.ts';

/**
 * Under a report: asks for reason and time, and if several findings are open, for which one. It uses what is open now,
 * not what was open when the report was written. The button's id is the report's scope, the modal's id the finding.
 */
export const acknowledge = {
  async press(interaction, id, app) {
    const openFindings = await openFindingsIn(app, readScope(id, await app.fleet()));
    const open = openFindings.filter(({ status }) => status !== 'acknowledged');
    const meant = open.length > 0 ? open : openFindings;
    const [first, ...others] = meant;
    if (!first) throw new UserError('Everything in this report is resolved.');
    const components = findingSelect(`acknowledge:${id}`, meant);
    if (others.length === 0) await interaction.showModal(acknowledgeModal(first));
    else await interaction.reply({ components, flags: MessageFlags.Ephemeral });
  },
  async submit(interaction, id, app) {
    const [reason, until] = ['reason', 'until'].map((name) => interaction.fields.getTextInputValue(name));
    await carryOut(interaction, app, { finding: id, reason: reason ?? '', until: until ?? null });
  },
} satisfies Button;
