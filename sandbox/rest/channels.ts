import { ApiError, invalidFormBody } from '../api-error.ts';
import type { MessageBody } from '../bodies.ts';
import type { Context } from '../context.ts';
import { createMessage, deleteMessage, editMessage } from '../messages.ts';
import { wire } from '../gateway/wire.ts';
import type { Message } from '../gateway/protocol.ts';
import { bySnowflake } from '../gateway/snowflake.ts';
import { botMay, channelsOf } from '../guild-state.ts';
import { validateMessage } from '../validation/message.ts';
import { apiUser, bot } from '../world.ts';
import type { Call, Route } from './route.ts';
import { noteThreadMessage, threadOf } from './threads.ts';

const messages = '/channels/:channel/messages';
const one = '/channels/:channel/messages/:message';
/** ms that `enforce_nonce` looks back; Discord says "the past few minutes" */
const NONCE_HOLDS = 5 * 60_000;

export const channelRoutes: Route[] = [
  {
    method: 'GET',
    path: '/channels/:channel',
    handle: (context, call) => ({ status: 200, body: findChannel(context, call) }),
  },
  {
    method: 'POST',
    path: '/channels/:channel/typing',
    handle: (context, call) => {
      findChannel(context, call);
      return { status: 204 };
    },
  },
  {
    method: 'GET',
    path: messages,
    handle: (context, call) => ({ status: 200, body: list(context, call).map(wire) }),
  },
  {
    method: 'POST',
    path: messages,
    handle: (context, call) => ({ status: 200, body: wire(post(context, call)) }),
  },
  { method: 'GET', path: one, handle: (context, call) => ({ status: 200, body: wire(find(context, call)) }) },
  {
    method: 'PATCH',
    path: one,
    handle: (context, call) => {
      const message = findOwn(context, call, 50005, 'Cannot edit a message authored by another user');
      const body = validateMessage('edit', call.json, call.files);
      return { status: 200, body: wire(editMessage(context, message, body, call.files)) };
    },
  },
  {
    method: 'DELETE',
    path: one,
    handle: (context, call) => {
      deleteMessage(context, find(context, call));
      return { status: 204 };
    },
  },
];

const VIEW = 1n << 10n;
const SEND = 1n << 11n;
const EMBED = 1n << 14n;
const ATTACH = 1n << 15n;
const HISTORY = 1n << 16n;

function findChannel(context: Context, call: Call) {
  const { guild } = context;
  const thread = threadOf(context, call.param('channel'))?.thread;
  const parent = thread?.parent_id ?? call.param('channel');
  const channel = channelsOf(guild).find(({ id }) => id === parent);
  if (!channel) throw new ApiError(404, 10003, 'Unknown Channel');
  if (!guild.isInGuild || !botMay(guild, channel.id, VIEW)) throw new ApiError(403, 50001, 'Missing Access');
  return thread ? { ...channel, ...thread } : channel;
}

function requirePermissions({ guild }: Context, channelId: string, bits: bigint[]): void {
  if (!bits.every((bit) => botMay(guild, channelId, bit)))
    throw new ApiError(403, 50013, 'Missing Permissions');
}

/** Ephemeral messages exist for one person and their webhook only: the channel does not know them. */
function find(context: Context, call: Call): Message {
  const channel = findChannel(context, call);
  const message = context.store.messages.get(call.param('message'));
  if (!message || message.channel_id !== channel.id || message.ephemeral_for !== null)
    throw new ApiError(404, 10008, 'Unknown Message');
  return message;
}

function findOwn(context: Context, call: Call, code: number, text: string): Message {
  const message = find(context, call);
  if (message.author.id !== bot.id) throw new ApiError(403, code, text);
  return message;
}

function post(context: Context, call: Call): Message {
  const channel = findChannel(context, call);
  const body = validateMessage('channel', call.json, call.files);
  requirePermissions(context, channel.id, [
    SEND,
    ...(body.embeds?.length ? [EMBED] : []),
    ...(call.files.size > 0 ? [ATTACH] : []),
  ]);
  const key = !body.nonce || !body.enforce_nonce ? null : `${channel.id} ${body.nonce}`;
  const seen = key === null ? undefined : context.store.nonces.get(key);
  const again = seen && context.clock.now() - seen.at < NONCE_HOLDS && context.store.messages.get(seen.id);
  if (again) return again;
  const extra = replyTo(context, channel.id, body);
  const draft = {
    body,
    files: call.files,
    author: apiUser(bot),
    channelId: channel.id,
    ephemeralFor: null,
    extra,
  };
  const message = createMessage(context, draft);
  noteThreadMessage(context, channel.id);
  if (key !== null) context.store.nonces.set(key, { id: message.id, at: context.clock.now() });
  return message;
}

const REPLY = 19;

/** A reply to a missing message is refused, unless it may become an ordinary message. */
function replyTo(
  { store }: Context,
  channelId: string,
  { message_reference: to }: MessageBody,
): Partial<Message> {
  const id = to?.message_id;
  if (id === undefined) return {};
  const message = store.messages.get(id);
  if (message?.channel_id === channelId && message.ephemeral_for === null)
    return { type: REPLY, message_reference: { type: 0, message_id: id, channel_id: channelId } };
  if (to?.fail_if_not_exists === false) return {};
  throw invalidFormBody([
    { path: ['message_reference'], code: 'REPLIES_UNKNOWN_MESSAGE', message: 'Unknown message' },
  ]);
}

/** Newest first, at most `limit` (50), before, after or around an id (Discord's "Get Channel Messages"). */
function list(context: Context, call: Call): Message[] {
  const channel = findChannel(context, call);
  if (!botMay(context.guild, channel.id, HISTORY)) return [];
  const all = context.store.inChannel(channel.id).filter(({ ephemeral_for }) => ephemeral_for === null);
  const limit = Number(call.query.get('limit') ?? 50);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) throw badLimit();
  const [before, after, around] = ['before', 'after', 'around'].map((name) => call.query.get(name));
  if (before)
    return all
      .filter(({ id }) => bySnowflake(id, before) < 0)
      .slice(-limit)
      .reverse();
  if (after)
    return all
      .filter(({ id }) => bySnowflake(id, after) > 0)
      .slice(0, limit)
      .reverse();
  if (around) {
    const older = all.filter(({ id }) => bySnowflake(id, around) < 0).slice(-Math.floor(limit / 2));
    const newer = all.filter(({ id }) => bySnowflake(id, around) >= 0);
    return [...older, ...newer].slice(0, limit).reverse();
  }
  return all.slice(-limit).reverse();
}

function badLimit(): ApiError {
  const error = { code: 'NUMBER_TYPE_COERCE', message: 'Value should be between 1 and 100.' };
  return new ApiError(400, 50035, 'Invalid Form Body', { limit: { _errors: [error] } });
}
