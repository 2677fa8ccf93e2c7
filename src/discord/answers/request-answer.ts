import type { InteractionEditReplyOptions } from 'discord.js';
import { approvalCard } from '../../../embeds/approval.ts';
import type { Approval } from '../../remediation/approval.ts';

/** The answer to the person who asked: a link to the card, or the card that says why not. */
export function requestAnswer(approval: Approval, guildId: string | null): InteractionEditReplyOptions {
  if (approval.state !== 'requested') return approvalCard(approval);
  const { card } = approval;
  const link =
    card === null
      ? 'in the logs channel'
      : `https://discord.com/channels/${guildId}/${card.channel}/${card.message}`;
  return { content: `Request sent; waiting for an approver: ${link}` };
}
