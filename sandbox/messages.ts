import { type APIAttachment, type APIUser, EmbedType } from 'discord.js';
import { ApiError } from './api-error.ts';
import type { AttachmentBody, MessageBody } from './bodies.ts';
import type { Context } from './context.ts';
import { evaluateMentions } from './mentions.ts';
import type { Message } from './gateway/protocol.ts';
import type { UploadedFile } from './store.ts';
import { apiUser, people } from './world.ts';

export const flag = { ephemeral: 64, loading: 128, componentsV2: 32_768 } as const;
/** Bytes a file, for a server without boosts. */
const MAX_FILE = 10 * 1024 * 1024;

export type Draft = {
  body: MessageBody;
  files: Map<number, UploadedFile>;
  author: APIUser;
  channelId: string;
  ephemeralFor: string | null;
  /** fields that only answers to interactions carry */
  extra?: Partial<Message>;
};

/** Stores a message and announces it. @throws ApiError 413 for a file that is too large */
export function createMessage(context: Context, draft: Draft): Message {
  const { body, author, channelId, ephemeralFor } = draft;
  const id = context.snowflake();
  const content = (body.content ?? '').trim();
  const attachments = attach(context, channelId, draft.files, body.attachments ?? []);
  const message: Message = {
    id,
    channel_id: channelId,
    author,
    content,
    timestamp: new Date(context.clock.now()).toISOString(),
    edited_timestamp: null,
    tts: false,
    ...mentionFields(content, body, ephemeralFor),
    attachments,
    embeds: richEmbeds(body, attachments),
    components: body.components ?? [],
    pinned: false,
    type: 0,
    flags: (body.flags ?? 0) | (ephemeralFor ? flag.ephemeral : 0),
    ephemeral_for: ephemeralFor,
    ...(body.nonce ? { nonce: body.nonce } : {}),
    ...draft.extra,
  };
  context.store.messages.set(id, message);
  context.store.announce({ kind: 'message', message, created: true });
  context.gateway.messageCreated(message);
  return message;
}

/** Applies an edit: fields missing in the body stay. An answer that was "thinking" is no longer so. */
export function editMessage(
  context: Context,
  message: Message,
  body: MessageBody,
  files: Map<number, UploadedFile>,
): Message {
  const wasLoading = (message.flags & flag.loading) !== 0;
  const content = body.content === undefined ? message.content : (body.content ?? '').trim();
  const mentions = mentionFields(content, body, message.ephemeral_for);
  const attachments = [
    ...keptAttachments(message, body),
    ...attach(context, message.channel_id, files, body.attachments ?? []),
  ];
  const edited: Message = {
    ...message,
    content,
    ...mentions,
    mentions_pinged: [
      ...new Set([
        ...message.mentions_pinged,
        ...(typeof body.content !== 'string' ? [] : mentions.mentions_pinged),
      ]),
    ],
    embeds: body.embeds === undefined ? message.embeds : richEmbeds(body, attachments),
    components: body.components === undefined ? (message.components ?? []) : (body.components ?? []),
    attachments,
    flags: message.flags & ~flag.loading,
    edited_timestamp: wasLoading ? null : new Date(context.clock.now()).toISOString(),
  };
  requireSubstance(edited);
  context.store.messages.set(message.id, edited);
  context.store.announce({ kind: 'message', message: edited, created: false });
  context.gateway.messageUpdated(edited);
  return edited;
}

export function deleteMessage(context: Context, message: Message): void {
  context.store.messages.delete(message.id);
  context.store.announce({ kind: 'deleted', message });
  context.gateway.messageDeleted(message);
}

/** @throws ApiError 50006 where there would be nothing to see */
export function requireSubstance(
  message: Pick<Message, 'content' | 'embeds' | 'attachments' | 'components'>,
): void {
  const parts = [message.content, message.embeds, message.attachments, message.components ?? []];
  if (parts.every((part) => part.length === 0))
    throw new ApiError(400, 50006, 'Cannot send an empty message');
}

function mentionFields(content: string, body: MessageBody, ephemeralFor: string | null) {
  const found = evaluateMentions(content, body.allowed_mentions);
  return {
    mention_everyone: found.everyone,
    mention_roles: found.roles,
    mentions: people.filter((person) => found.users.includes(person.id)).map(apiUser),
    mentions_pinged: ephemeralFor ? [] : found.pinged,
  };
}

/** A picture that is named `attachment://` has the address of the file that came with it. */
function richEmbeds(body: MessageBody, attachments: APIAttachment[]): Message['embeds'] {
  const resolved = <Picture extends { url: string }>(picture: Picture): Picture => {
    const file = attachments.find(({ filename }) => picture.url === `attachment://${filename}`);
    return file ? { ...picture, url: file.url } : picture;
  };
  return (body.embeds ?? []).map((embed) => ({
    ...embed,
    ...(embed.image ? { image: resolved(embed.image) } : {}),
    ...(embed.thumbnail ? { thumbnail: resolved(embed.thumbnail) } : {}),
    type: EmbedType.Rich,
  }));
}

function keptAttachments(message: Message, body: MessageBody): APIAttachment[] {
  if (body.attachments === undefined) return message.attachments;
  const kept = new Set((body.attachments ?? []).map(({ id }) => String(id)));
  return message.attachments.filter(({ id }) => kept.has(id));
}

function attach(
  context: Context,
  channelId: string,
  files: Map<number, UploadedFile>,
  described: AttachmentBody[],
): APIAttachment[] {
  return [...files].map(([index, file]) => {
    if (file.bytes.length > MAX_FILE) throw new ApiError(413, 40005, 'Request entity too large');
    const about = described.find(({ id }) => String(id) === String(index));
    const filename = (about?.filename ?? file.name).replaceAll(/[^\w.-]+/g, '_');
    const id = context.snowflake();
    const path = `/attachments/${channelId}/${id}/${filename}`;
    context.store.files.set(path, { ...file, path });
    const url = `${context.url}${path}`;
    const description = about?.description ? { description: about.description } : {};
    return {
      id,
      filename,
      size: file.bytes.length,
      url,
      proxy_url: url,
      content_type: file.type,
      ...description,
    };
  });
}
