import { DiscordAPIError, RESTJSONErrorCodes, Routes } from 'discord.js';
import type { REST } from 'discord.js';
import { z } from 'zod';
import { approvalCard, approvalPush } from '../../../embeds/approval.ts';
import type { Approval } from '../../remediation/approval.ts';
import type { Cards } from '../../remediation/tools.ts';

const Sent = z.object({ id: z.string(), channel_id: z.string() });

/** Discord's limit for `allowed_mentions`. */
const ROLES_MAX = 100;

/**
 * Posts and edits the cards of requests in the logs channel. A new one mentions the approver roles. @param rest with the
 * bot's token
 */
export function createCards(rest: REST, channelId: string, approverRoles: readonly string[]): Cards {
  async function post(approval: Approval) {
    // With this, a repeated post within minutes (after a lost answer or a crash) returns the first message.
    const nonce = `card-${approval.id}`.slice(0, 25);
    const roles = approval.state === 'requested' ? approverRoles.slice(0, ROLES_MAX) : [];
    const content = roles.length === 0 ? {} : { content: approvalPush(approval, roles) };
    const allowed_mentions = { parse: [], roles };
    const body = { ...content, ...approvalCard(approval), allowed_mentions, nonce, enforce_nonce: true };
    const { id, channel_id } = Sent.parse(await rest.post(Routes.channelMessages(channelId), { body }));
    return { channel: channel_id, message: id };
  }

  return {
    post,
    async edit(card, approval) {
      // The request is decided, so the line that calls people is removed.
      const content = approval.state === 'requested' ? {} : { content: null };
      const body = { ...content, ...approvalCard(approval), allowed_mentions: { parse: [] } };
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
