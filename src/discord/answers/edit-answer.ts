import type { InteractionEditReplyOptions, Message } from 'discord.js';

type Asking = { editReply(message: InteractionEditReplyOptions): Promise<Message> };

const answered = new WeakSet<object>();

/**
 * Shows the answer in place of "thinking", or of the card that was clicked. discord.js counts it as a reply once Discord
 * has said so; from the request on, nothing else may take its place.
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

/** Is its answer on the way, or there? */
export function isAnswered(interaction: object): boolean {
  return answered.has(interaction);
}
