import type { ChatInputCommandInteraction, ModalSubmitInteraction } from 'discord.js';
import { acknowledgedEmbed } from '../../../embeds/acknowledged.ts';
import type { App } from '../../app.ts';
import { isoInstant } from '../../time/instant.ts';
import { UserError } from '../../text/user-error.ts';
import { clickerOf } from './clicker.ts';
import { parseUntil } from './until.ts';

export const REASON_MAX = 200;

/** `until` as it was typed; null: not at all */
type Wish = { finding: string; reason: string; until: string | null };

/**
 * Acknowledges a finding in the name of who asks, and says so in public. All that may be wrong with the wish is looked
 * at before the public "thinking", so that only who asked is told.
 * @throws UserError
 */
export async function acknowledge(
  interaction: ChatInputCommandInteraction | ModalSubmitInteraction,
  app: App,
  wish: Wish,
): Promise<void> {
  const until = parseUntil(wish.until, Date.now(), app.timezone);
  const reason = wish.reason.trim();
  // Discord counts spaces as text.
  if (reason === '') throw new UserError('Say why, in a few words.');
  if (reason.length > REASON_MAX) throw new UserError(`Say why in at most ${REASON_MAX} characters.`);
  const finding = (await app.records.standing()).find(({ id }) => id === wish.finding);
  if (!finding) {
    const id = JSON.stringify(wish.finding.slice(0, 40));
    throw new UserError(`No finding ${id} stands (any more). Choose one of the list that /ack shows.`);
  }
  await interaction.deferReply();
  const by = clickerOf(interaction).name;
  await app.records.acknowledge(finding.id, by, reason, until);
  await interaction.editReply({
    embeds: [acknowledgedEmbed({ finding, by, reason, until: isoInstant(until) })],
  });
}
