import type { ServerResponse } from 'node:http';
import { ApiError } from '../api-error.ts';

export type Reply = { status: number; body?: unknown };
/** A failure that a test planned. `retryAfter` is in seconds. */
export type RestLimit = { status: number; retryAfter: number };

const NO_LIMIT = {
  'x-ratelimit-limit': '1000',
  'x-ratelimit-remaining': '999',
  'x-ratelimit-bucket': 'sandbox',
};

/** Sends JSON, or for 204 nothing: with a content type discord.js would try to parse the empty body. */
export function send(response: ServerResponse, { status, body }: Reply): void {
  if (body === undefined) {
    response.writeHead(status, NO_LIMIT).end();
    return;
  }
  response.writeHead(status, { ...NO_LIMIT, 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** Discord's 429 with every header that its clients read, or a plain 5xx as its edge sends it. */
export function sendLimit(response: ServerResponse, { status, retryAfter }: RestLimit, now: number): void {
  if (status !== 429) {
    response
      .writeHead(status, { 'content-type': 'text/html' })
      .end('<html><title>Unavailable</title></html>');
    return;
  }
  const seconds = String(Math.ceil(retryAfter));
  response.writeHead(429, {
    'content-type': 'application/json',
    'retry-after': seconds,
    'x-ratelimit-limit': '5',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': String(now / 1000 + retryAfter),
    'x-ratelimit-reset-after': String(retryAfter),
    'x-ratelimit-bucket': 'sandbox',
    'x-ratelimit-scope': 'user',
  });
  const message = 'You are being rate limited.';
  response.end(JSON.stringify({ message, retry_after: retryAfter, global: false }));
}

/** The reply for what a route threw. Anything that is not Discord's own error is a fault of the sandbox. */
export function replyForError(error: unknown): Reply {
  if (error instanceof ApiError) return { status: error.status, body: error.body };
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { status: 500, body: { code: 0, message: `sandbox: ${message}` } };
}
