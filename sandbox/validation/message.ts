import { ApiError, type Issue } from '../api-error.ts';
import type { MessageBody } from '../bodies.ts';
import { flag } from '../messages.ts';
import type { UploadedFile } from '../store.ts';
import { componentIssues } from './components.ts';
import { embedIssues } from './embeds.ts';
import { requireValid } from './require.ts';
import { schemas } from './spec.ts';

type Files = Map<number, UploadedFile>;
/** How a message arrives: each way has its own description. */
export type Way = 'channel' | 'edit' | 'followUp' | 'webhookEdit' | 'answer' | 'update';

/** suppress embeds, ephemeral, suppress notifications */
const FLAGS: Record<Way, number> = {
  channel: 4 | 4096,
  edit: 4,
  followUp: 4 | 64 | 4096,
  webhookEdit: 4,
  answer: 4 | 64 | 4096,
  update: 4,
};
const MAX_CONTENT = 2000;
const MAX_FILES = 10;

/** @throws ApiError 50035 for each broken rule, 50006 for a new message with nothing in it */
export function validateMessage(
  way: Way,
  json: unknown,
  files: Files,
  path: Issue['path'] = [],
): MessageBody {
  const body = requireValid(
    schemas[way],
    withoutDefaults(json),
    (data) => messageIssues(way, data, files, path),
    path,
  );
  const isNew = way === 'channel' || way === 'followUp' || way === 'answer';
  const parts = [body.content?.trim(), body.embeds, body.components];
  if (isNew && files.size === 0 && parts.every((part) => !part?.length))
    throw new ApiError(400, 50006, 'Cannot send an empty message');
  return body;
}

/** discord.js puts `tts: false` and `enforce_nonce: false` into every message, where Discord ignores them. */
export function withoutDefaults(json: unknown): unknown {
  if (typeof json !== 'object' || json === null) return json ?? {};
  const isDefault = ([key, value]: [string, unknown]) =>
    (key === 'tts' || key === 'enforce_nonce') && value === false;
  return Object.fromEntries(Object.entries(json).filter((entry) => !isDefault(entry)));
}

/** The rules that Discord's description of a message omits. */
export function messageIssues(way: Way, body: MessageBody, files: Files, path: Issue['path']): Issue[] {
  const flags = body.flags ?? 0;
  if (flags & flag.componentsV2) throw new ApiError(501, 0, 'The sandbox does not show Components V2');
  const issues = [
    ...embedIssues(body.embeds ?? [], [...path, 'embeds']),
    ...componentIssues(body.components ?? [], [...path, 'components']),
    ...mentionIssues(body, [...path, 'allowed_mentions']),
    ...attachmentIssues(way, body, files, [...path, 'attachments']),
  ];
  if ((body.content ?? '').length > MAX_CONTENT)
    issues.push({
      path: [...path, 'content'],
      code: 'BASE_TYPE_MAX_LENGTH',
      message: `Must be ${MAX_CONTENT} or fewer in length.`,
    });
  if ((flags & ~FLAGS[way]) !== 0)
    issues.push({
      path: [...path, 'flags'],
      code: 'MESSAGE_FLAGS_INVALID',
      message: `Flags ${flags & ~FLAGS[way]} cannot be set here.`,
    });
  return issues;
}

function mentionIssues({ allowed_mentions: allowed }: MessageBody, path: Issue['path']): Issue[] {
  const lists = { users: allowed?.users, roles: allowed?.roles };
  return Object.entries(lists).flatMap(([kind, ids]) =>
    ids?.length && (allowed?.parse ?? []).map(String).includes(kind)
      ? [
          {
            path,
            code: 'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
            message: `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`,
          },
        ]
      : [],
  );
}

function attachmentIssues(way: Way, body: MessageBody, files: Files, path: Issue['path']): Issue[] {
  const issues: Issue[] = [];
  if (files.size > MAX_FILES)
    issues.push({ path, code: 'BASE_TYPE_MAX_LENGTH', message: `Must be ${MAX_FILES} or fewer in length.` });
  const isEdit = way === 'edit' || way === 'webhookEdit' || way === 'update';
  if (isEdit) return issues;
  for (const [index, { id }] of (body.attachments ?? []).entries())
    if (!files.has(Number(id)))
      issues.push({
        path: [...path, index, 'id'],
        code: 'ATTACHMENT_NOT_FOUND',
        message: `No file was uploaded as files[${id}].`,
      });
  return issues;
}
