import type { InteractionEditReplyOptions, Message } from 'discord.js';

type Asking = { editReply(message: InteractionEditReplyOptions): Promise<Message> };

const answered = new WeakSet<object>();

/**
 * Shows the answer in place of "thinking", or of the card that was clicked. discord.js counts it as a reply only after
 * Discord has answered; here it counts as soon as it is sent, so that nothing else replaces it.
 * @throws DiscordAPIError
 */
export async function editAnswer(
  interaction: Asking,
  message: InteractionEditReplyOptions,
): Promise<Message> {
  answered.add(interaction);
  try {
    return await interaction.editReply(message);
  } catch (error) {
    answered.delete(interaction);
    throw error;
  }
}

/** Has its answer been sent, or is it being sent? */
export function isAnswered(interaction: object): boolean {
  return answered.has(interaction);
}
