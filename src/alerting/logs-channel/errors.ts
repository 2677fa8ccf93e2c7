import { DiscordAPIError, HTTPError, RESTJSONErrorCodes, RateLimitError } from 'discord.js';
import { Undelivered } from '../undelivered.ts';

/** The body, not the channel: what was refused once will be refused again. */
export function isRefusal(error: unknown): boolean {
  return error instanceof DiscordAPIError && (error.status === 400 || error.status === 413);
}

export function isGone(error: unknown): boolean {
  return error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.UnknownMessage;
}

/** What the outbox understands of what discord.js throws. */
export function explained(error: unknown): unknown {
  if (error instanceof RateLimitError)
    return new Undelivered('Discord asks to wait', { retryAfterMs: error.retryAfter });
  if (error instanceof DiscordAPIError)
    return new Undelivered(`Discord refuses the message (${error.message})`, { hopeless: isRefusal(error) });
  if (error instanceof HTTPError) return new Undelivered(`Discord answered HTTP ${error.status}`);
  return error;
}
