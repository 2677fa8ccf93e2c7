import { Routes } from 'discord.js';
import { z } from 'zod';
import type { DiscordPlace } from './place.ts';

const Sent = z.array(
  z.object({
    id: z.string(),
    author: z.object({ id: z.string() }),
    embeds: z.array(z.object({ footer: z.object({ text: z.string() }).optional() })),
  }),
);
const Me = z.object({ id: z.string() });

const PAGE = 100;
/** At most this many messages are searched for our own: an outage brings no more. */
const PAGES = 5;

/** The id of our message with this footer: no two messages of ours have the same. Null where there is none. */
export async function findByFooter(
  { rest, channelId }: Pick<DiscordPlace, 'rest' | 'channelId'>,
  footer: string,
): Promise<string | null> {
  const me = Me.parse(await rest.get(Routes.user()));
  let before: string | null = null;
  for (let page = 0; page < PAGES; page += 1) {
    const query = new URLSearchParams({ limit: String(PAGE), ...(before === null ? {} : { before }) });
    const messages = Sent.parse(await rest.get(Routes.channelMessages(channelId), { query }));
    const own = messages.filter(({ author }) => author.id === me.id);
    const found = own.find(({ embeds }) => embeds.some((embed) => embed.footer?.text === footer));
    if (found) return found.id;
    before = messages.at(-1)?.id ?? null;
    if (messages.length < PAGE || before === null) return null;
  }
  return null;
}
