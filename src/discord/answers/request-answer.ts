import type { InteractionEditReplyOptions } from 'discord.js';
import { approvalCard } from '../../../embeds/approval.ts';
import type { Approval } from '../../remediation/approval.ts';

/** To who asked: where the card is, or the card that says why not. */
export function requestAnswer(approval: Approval, guildId: string | null): InteractionEditReplyOptions {
  if (approval.state !== 'requested') return approvalCard(approval);
  const { card } = approval;
  const link =
    card === null
      ? 'in the logs channel'
      : `https://discord.com/channels/${guildId}/${card.channel}/${card.message}`;
  return { content: `Request sent; waiting for an approver: ${link}` };
}
