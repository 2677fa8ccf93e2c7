import { DiscordAPIError, RESTJSONErrorCodes } from 'discord.js';
import type {
  BaseMessageOptions,
  ButtonInteraction,
  ChatInputCommandInteraction,
  ModalSubmitInteraction,
  StringSelectMenuInteraction,
} from 'discord.js';
import type { MessagePlace } from '../../report/living/message-place.ts';
import { editAnswer } from './edit-answer.ts';

type Asking =
  | ChatInputCommandInteraction
  | ButtonInteraction
  | StringSelectMenuInteraction
  | ModalSubmitInteraction;

/** Discord's error codes when an interaction is over: its token is older than 15 minutes, or its message was deleted. */
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
 * Sends messages, in order, as the answer to a deferred command or click: the first in place of "thinking", the others
 * after it. Once the interaction is over, they go to the channel in which it was typed.
 * @returns the place of the first
 * @throws DiscordAPIError if the bot may not write there
 */
export async function deliver(
  interaction: Asking,
  messages: BaseMessageOptions[],
): Promise<MessagePlace | null> {
  let first: MessagePlace | null = null;
  for (const [index, message] of messages.entries()) {
    try {
      const sent = index === 0 ? await editAnswer(interaction, message) : await interaction.followUp(message);
      first ??= { channel: sent.channelId, message: sent.id };
    } catch (error) {
      if (!isOver(error)) throw error;
      const again = await post(interaction, messages.slice(index));
      return first ?? again;
    }
  }
  return first;
}

async function post(interaction: Asking, messages: BaseMessageOptions[]): Promise<MessagePlace | null> {
  const channel =
    interaction.channel ?? (await interaction.client.channels.fetch(interaction.channelId ?? ''));
  if (!channel?.isSendable()) throw new Error(`channel ${interaction.channelId} accepts no messages`);
  const what = interaction.isChatInputCommand() ? `/${interaction.commandName}` : 'click';
  await channel.send({
    content: `<@${interaction.user.id}> Discord no longer accepts an answer to your ${what}, so here it is:`,
    allowedMentions: { parse: [], users: [interaction.user.id] },
  });
  let first: MessagePlace | null = null;
  for (const message of messages) {
    const sent = await channel.send(message);
    first ??= { channel: sent.channelId, message: sent.id };
  }
  return first;
}
