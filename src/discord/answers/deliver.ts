import { DiscordAPIError, RESTJSONErrorCodes } from 'discord.js';
import type {
  BaseMessageOptions,
  ButtonInteraction,
  ChatInputCommandInteraction,
  ModalSubmitInteraction,
  StringSelectMenuInteraction,
} from 'discord.js';

type Asking =
  | ChatInputCommandInteraction
  | ButtonInteraction
  | StringSelectMenuInteraction
  | ModalSubmitInteraction;

/** Discord's answers when an interaction is over: its token is older than 15 minutes, or its message was deleted. */
const over = new Set<number | string>([
  RESTJSONErrorCodes.InvalidWebhookToken,
  RESTJSONErrorCodes.UnknownInteraction,
  RESTJSONErrorCodes.UnknownWebhook,
  RESTJSONErrorCodes.UnknownMessage,
]);

export function isOver(error: unknown): boolean {
  return error instanceof DiscordAPIError && over.has(error.code);
}

/**
 * Sends messages, in their order, as the answer to a deferred command or click: the first in place of "thinking", the
 * others behind it. From where the interaction is over they go to the channel in which it was typed.
 * @throws DiscordAPIError where the bot may not write there
 */
export async function deliver(interaction: Asking, messages: BaseMessageOptions[]): Promise<void> {
  for (const [index, message] of messages.entries()) {
    try {
      if (index === 0) await interaction.editReply(message);
      else await interaction.followUp(message);
    } catch (error) {
      if (!isOver(error)) throw error;
      return await post(interaction, messages.slice(index));
    }
  }
}

async function post(interaction: Asking, messages: BaseMessageOptions[]): Promise<void> {
  const channel =
    interaction.channel ?? (await interaction.client.channels.fetch(interaction.channelId ?? ''));
  if (!channel?.isSendable()) throw new Error(`channel ${interaction.channelId} takes no messages`);
  const what = interaction.isChatInputCommand() ? `/${interaction.commandName}` : 'click';
  await channel.send({
    content: `<@${interaction.user.id}> Discord no longer takes an answer to your ${what}, so here it is:`,
    allowedMentions: { parse: [], users: [interaction.user.id] },
  });
  for (const message of messages) await channel.send(message);
}
