import { DiscordAPIError, RESTJSONErrorCodes, Routes } from 'discord.js';
import type { REST } from 'discord.js';
import { z } from 'zod';
import { approvalCard } from '../../../embeds/approval.ts';
import type { Approval } from '../../remediation/approval.ts';
import type { Cards } from '../../remediation/tools.ts';

const Sent = z.object({ id: z.string(), channel_id: z.string() });

/** The cards of requests, in the logs channel. @param rest with the bot's token */
export function createCards(rest: REST, channelId: string): Cards {
  async function post(approval: Approval) {
    // Asked twice within minutes, after a lost answer or a crash, Discord gives back the first.
    const nonce = `card-${approval.id}`.slice(0, 25);
    const body = { ...approvalCard(approval), allowed_mentions: { parse: [] }, nonce, enforce_nonce: true };
    const { id, channel_id } = Sent.parse(await rest.post(Routes.channelMessages(channelId), { body }));
    return { channel: channel_id, message: id };
  }

  return {
    post,
    async edit(card, approval) {
      const body = { ...approvalCard(approval), allowed_mentions: { parse: [] } };
      try {
        await rest.patch(Routes.channelMessage(card.channel, card.message), { body });
        return card;
      } catch (error) {
        if (!(error instanceof DiscordAPIError) || error.code !== RESTJSONErrorCodes.UnknownMessage)
          throw error;
        return await post(approval);
      }
    },
  };
}
