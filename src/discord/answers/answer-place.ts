import type { ButtonInteraction, ChatInputCommandInteraction } from 'discord.js';
import type { AnswerPlace } from '../../report/request.ts';

/**
 * Defers, and returns which message will show the answer, so that an alert about the same findings can link it, or be
 * it. Empty if Discord does not say.
 */
export async function deferred(
  interaction: ChatInputCommandInteraction | ButtonInteraction,
): Promise<AnswerPlace[]> {
  const { resource } = await interaction.deferReply({ withResponse: true });
  const message = resource?.message;
  if (!message) return [];
  return [{ guild: interaction.guildId, channel: interaction.channelId, message: message.id }];
}
