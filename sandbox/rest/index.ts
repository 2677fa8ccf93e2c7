import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError } from '../api-error.ts';
import type { Context } from '../context.ts';
import { type Body, readBody } from './body.ts';
import { channelRoutes } from './channels.ts';
import { commandRoutes } from './commands.ts';
import { guildRoutes } from './guild.ts';
import { interactionRoutes } from './interactions.ts';
import { type Reply, replyForError, send, sendLimit } from './reply.ts';
import { match } from './route.ts';
import { threadRoutes } from './threads.ts';
import { webhookRoutes } from './webhooks.ts';

const routes = [
  ...guildRoutes,
  ...commandRoutes,
  ...channelRoutes,
  ...threadRoutes,
  ...interactionRoutes,
  ...webhookRoutes,
];

/** Answers one call below /api/v10 and logs it. A route that the sandbox does not know is 501 and remembered. */
export async function handleRest(
  context: Context,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { clock, faults, store } = context;
  const { pathname, searchParams } = new URL(request.url ?? '/', context.url);
  const path = pathname.replace(/^\/api\/v10/, '');
  const method = request.method ?? 'GET';
  const entry = { at: clock.now(), method, path, status: 0, body: undefined as unknown };
  store.requests.push(entry);

  const planned = faults.isOut ? { status: 503, retryAfter: 0 } : faults.take(path);
  if (planned) {
    entry.status = planned.status;
    request.resume();
    sendLimit(response, planned, clock.now());
    return;
  }
  const reply = await answer(context, method, path, searchParams, async () => {
    const body = await readBody(request);
    entry.body = body.json;
    return { body, authorization: request.headers.authorization };
  }).catch(replyForError);
  entry.status = reply.status;
  if (reply.status >= 500) store.unknown.push(`${method} ${path}: ${JSON.stringify(reply.body)}`);
  send(response, reply);
}

async function answer(
  context: Context,
  method: string,
  path: string,
  query: URLSearchParams,
  read: () => Promise<{ body: Body; authorization: string | undefined }>,
): Promise<Reply> {
  const { body, authorization } = await read();
  for (const route of routes) {
    const param = match(route, method, path);
    if (!param) continue;
    if (!route.open && authorization !== `Bot ${context.token}`)
      throw new ApiError(401, 0, '401: Unauthorized');
    return route.handle(context, { param, query, json: body.json, files: body.files });
  }
  throw new ApiError(501, 0, `The sandbox does not know ${method} ${path}`);
}
