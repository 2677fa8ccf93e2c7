import { type APIPublicThreadChannel, type APIThreadChannel, ChannelType } from 'discord.js';
import { z } from 'zod';
import { ApiError, invalidFormBody } from '../api-error.ts';
import type { Context } from '../context.ts';
import type { Message } from '../gateway/protocol.ts';
import { bot, guildId } from '../world.ts';
import type { Route } from './route.ts';

const NAME_MAX = 100;
const Started = z.object({
  name: z.string().min(1).max(NAME_MAX),
  auto_archive_duration: z.literal([60, 1440, 4320, 10_080]).optional(),
});
const Changed = z.object({ archived: z.boolean() });

/** The thread of that id with the message that opened it: both have the same id. */
export function threadOf(
  { store }: Context,
  id: string,
): { message: Message; thread: APIThreadChannel } | null {
  const message = store.messages.get(id);
  const thread = message?.thread;
  return message && thread && 'thread_metadata' in thread ? { message, thread } : null;
}

/** Threads that a message opens (Discord's "Start Thread from Message"), and their end. */
export const threadRoutes: Route[] = [
  {
    method: 'POST',
    path: '/channels/:channel/messages/:message/threads',
    handle(context, call) {
      const message = context.store.messages.get(call.param('message'));
      if (message?.channel_id !== call.param('channel')) throw new ApiError(404, 10008, 'Unknown Message');
      if (message.thread)
        throw new ApiError(400, 160004, 'A thread has already been created for this message');
      const { name, auto_archive_duration = 1440 } = parsed(Started, call.json);
      const thread: APIPublicThreadChannel = {
        id: message.id,
        type: ChannelType.PublicThread,
        name,
        guild_id: guildId,
        parent_id: message.channel_id,
        owner_id: bot.id,
        message_count: 0,
        member_count: 1,
        total_message_sent: 0,
        last_message_id: null,
        rate_limit_per_user: 0,
        applied_tags: [],
        thread_metadata: {
          archived: false,
          auto_archive_duration,
          archive_timestamp: new Date(context.clock.now()).toISOString(),
          locked: false,
        },
      };
      return { status: 201, body: changed(context, message, thread) };
    },
  },
  {
    method: 'PATCH',
    path: '/channels/:channel',
    handle(context, call) {
      const found = threadOf(context, call.param('channel'));
      if (!found) throw new ApiError(404, 10003, 'Unknown Channel');
      const { archived } = parsed(Changed, call.json);
      return { status: 200, body: archive(context, found, archived) };
    },
  },
];

/** What is said in an archived thread opens it again. */
export function noteThreadMessage(context: Context, channelId: string): void {
  const found = threadOf(context, channelId);
  if (!found) return;
  const message_count = (found.thread.message_count ?? 0) + 1;
  archive(context, { ...found, thread: { ...found.thread, message_count } }, false);
}

function archive(
  context: Context,
  { message, thread }: { message: Message; thread: APIThreadChannel },
  archived: boolean,
): APIThreadChannel {
  const { thread_metadata: state } = thread;
  const next = state ? { ...thread, thread_metadata: { ...state, archived } } : thread;
  return changed(context, message, next);
}

function changed({ store }: Context, message: Message, thread: APIThreadChannel): APIThreadChannel {
  const next = { ...message, thread };
  store.messages.set(message.id, next);
  store.announce({ kind: 'message', message: next, created: false });
  return thread;
}

function parsed<Value>(schema: z.ZodType<Value>, json: unknown): Value {
  const { data, error } = schema.safeParse(json);
  if (data !== undefined) return data;
  const path = error?.issues[0]?.path.map(String) ?? [];
  throw invalidFormBody([{ path, code: 'BASE_TYPE_INVALID', message: error?.issues[0]?.message ?? 'wrong' }]);
}
