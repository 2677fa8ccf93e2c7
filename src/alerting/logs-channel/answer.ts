import { Routes } from 'discord.js';
import { z } from 'zod';
import type { LivingAlert } from '../../report/living/living-alert.ts';
import { isGone } from './errors.ts';
import type { DiscordPlace } from './place.ts';

const Message = z.object({
  embeds: z.array(z.object({ footer: z.object({ text: z.string() }).optional() })),
});

/**
 * Nobody has said that the answer arrived: the bot may have died before, or in between. Does its message show the
 * report all the same?
 */
export async function isAnswered({ rest }: DiscordPlace, { id, message }: LivingAlert): Promise<boolean> {
  if (message === null) return false;
  try {
    const answer = Message.parse(await rest.get(Routes.channelMessage(message.channel, message.message)));
    return answer.embeds.some(({ footer }) => footer?.text.startsWith(`audit ${id}`));
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}
