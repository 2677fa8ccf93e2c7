import { MessageFlags } from 'discord.js';
import type { ChatInputCommandInteraction, ModalSubmitInteraction } from 'discord.js';
import { acknowledgedEmbed } from '../../../embeds/acknowledged.ts';
import { mistypedAnswer } from '../../../embeds/mistyped.ts';
import type { App } from '../../app.ts';
import { isoInstant } from '../../time/instant.ts';
import { UserError } from '../../text/user-error.ts';
import { clickerOf } from './clicker.ts';
import { parseUntil } from './until.ts';
import { editAnswer } from './edit-answer.ts';

export const REASON_MAX = 200;

/** `until` as typed; null if left out */
type AcknowledgeRequest = { finding: string; reason: string; until: string | null };

/**
 * Acknowledges a finding for the person who asks, and says so in public. Checks the request before the public
 * "thinking", so that only that person sees an error.
 * @throws UserError
 */
export async function acknowledge(
  interaction: ChatInputCommandInteraction | ModalSubmitInteraction,
  app: App,
  request: AcknowledgeRequest,
): Promise<void> {
  const reason = request.reason.trim();
  // Discord counts spaces as text.
  if (reason === '') throw new UserError('Say why in a few words.');
  if (reason.length > REASON_MAX) throw new UserError(`Say why in at most ${REASON_MAX} characters.`);
  const finding = (await app.records.openFindings()).find(({ id }) => id === request.finding);
  if (!finding) {
    const id = JSON.stringify(request.finding.slice(0, 40));
    throw new UserError(`Finding ${id} is not open. Choose one from the list that /ack shows.`);
  }
  const until = await untilOf(interaction, app, { ...request, reason });
  if (until === null) return;
  await interaction.deferReply();
  const by = clickerOf(interaction).name;
  await app.records.acknowledge(finding.id, by, reason, until);
  await editAnswer(interaction, {
    embeds: [acknowledgedEmbed({ finding, by, reason, until: isoInstant(until) })],
  });
}

/** Null if the time cannot be read: the person has then been offered a form to correct it. */
async function untilOf(
  interaction: ChatInputCommandInteraction | ModalSubmitInteraction,
  app: App,
  { finding, reason, until }: AcknowledgeRequest,
): Promise<number | null> {
  try {
    return parseUntil(until, Date.now(), app.timezone);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const answer = mistypedAnswer(error.message, { finding, reason, until: until ?? '' });
    await interaction.reply({ ...answer, flags: MessageFlags.Ephemeral });
    return null;
  }
}
