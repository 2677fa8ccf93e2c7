import { DiscordAPIError, RESTJSONErrorCodes, Routes } from 'discord.js';
import type { APIEmbed, REST } from 'discord.js';
import { z } from 'zod';
import { isPage } from '../../../embeds/board/board.ts';

const Sent = z.object({ id: z.string() });
const Found = z.array(
  z.object({
    id: z.string(),
    author: z.object({ id: z.string() }),
    embeds: z.array(z.object({ footer: z.object({ text: z.string() }).optional() })),
  }),
);

/** How many messages to search for a page that was posted just before a crash. */
const LOOKED_THROUGH = 50;

export type Picture = { name: string; data: Buffer; description: string };
type Place = { rest: REST; channelId: string };

/** Edits a page. @returns false if its message is gone */
export async function editPage(
  { rest, channelId }: Place,
  message: string,
  embeds: APIEmbed[],
  picture: Picture | null,
): Promise<boolean> {
  try {
    await rest.patch(Routes.channelMessage(channelId, message), requestOf(embeds, picture));
    return true;
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}

/** Posts a page, or finds one that was posted just before a crash, so that its id was not stored. @returns its id */
export async function postPage(
  place: Place,
  index: number,
  known: readonly string[],
  embeds: APIEmbed[],
  picture: Picture | null,
): Promise<string> {
  const { rest, channelId } = place;
  const lost = await lostPage(place, index, known);
  if (lost !== null && (await editPage(place, lost, embeds, picture))) return lost;
  return Sent.parse(await rest.post(Routes.channelMessages(channelId), requestOf(embeds, picture))).id;
}

export async function removePage({ rest, channelId }: Place, message: string): Promise<void> {
  try {
    await rest.delete(Routes.channelMessage(channelId, message));
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

async function lostPage(
  { rest, channelId }: Place,
  index: number,
  known: readonly string[],
): Promise<string | null> {
  const me = Sent.parse(await rest.get(Routes.user()));
  const query = new URLSearchParams({ limit: String(LOOKED_THROUGH) });
  const messages = Found.parse(await rest.get(Routes.channelMessages(channelId), { query }));
  const own = messages.filter(({ id, author }) => author.id === me.id && !known.includes(id));
  return own.find(({ embeds }) => embeds.some(({ footer }) => isPage(footer?.text ?? '', index)))?.id ?? null;
}

/** The new picture replaces the previous one. */
function requestOf(embeds: APIEmbed[], picture: Picture | null) {
  const attachments = picture
    ? [{ id: '0', filename: picture.name, description: picture.description.slice(0, 1024) }]
    : [];
  return {
    body: { embeds, attachments, allowed_mentions: { parse: [] } },
    ...(picture ? { files: [{ name: picture.name, data: picture.data, contentType: 'image/png' }] } : {}),
  };
}

function isGone(error: unknown): boolean {
  return error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.UnknownMessage;
}
