import { Routes } from 'discord.js';
import { z } from 'zod';
import { urgentLine } from '../../../embeds/living/push.ts';
import type { LivingAlert } from '../../report/living/living-alert.ts';
import type { Alert } from '../../store/ledger.ts';
import type { DiscordPlace } from './place.ts';

const Later = z.array(
  z.object({
    author: z.object({ bot: z.boolean().optional() }),
    message_reference: z.object({ message_id: z.string().optional() }).optional(),
    mention_roles: z.array(z.string()),
  }),
);

const LOOKED_THROUGH = 100;

/** The push for an answer that tells of something CRITICAL: a line under it that mentions who is on call. */
export async function mention(place: DiscordPlace, alert: Alert, told: LivingAlert): Promise<void> {
  const { rest, oncallRoleId: role } = place;
  if (role === null || told.message === null) return;
  const { channel, message } = told.message;
  if (alert.tried_at !== null && (await hasArrived(place, told, role))) return;
  await rest.post(Routes.channelMessages(channel), {
    body: {
      content: `<@&${role}> ${urgentLine(told)}`,
      message_reference: { message_id: message, fail_if_not_exists: false },
      allowed_mentions: { parse: [], roles: [role] },
      nonce: alert.id,
      enforce_nonce: true,
    },
  });
}

async function hasArrived({ rest }: DiscordPlace, { message }: LivingAlert, role: string): Promise<boolean> {
  if (message === null) return false;
  const query = new URLSearchParams({ limit: String(LOOKED_THROUGH), after: message.message });
  const later = Later.parse(await rest.get(Routes.channelMessages(message.channel), { query }));
  return later.some(
    ({ author, message_reference: to, mention_roles }) =>
      author.bot === true && to?.message_id === message.message && mention_roles.includes(role),
  );
}
