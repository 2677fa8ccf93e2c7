import type { APIMessage, APIUser } from 'discord.js';
import type { CommandBody } from '../bodies.ts';

/** A message as stored: Discord's own shape, and what only the sandbox knows. */
export type Message = Omit<
  APIMessage,
  'flags' | 'type' | 'interaction' | 'interaction_metadata' | 'message_reference'
> & {
  flags: number;
  type: number;
  /** the command that this answers */
  interaction?: { id: string; type: number; name: string; user: APIUser };
  interaction_metadata?: { id: string; type: number; user: APIUser; interacted_message_id?: string };
  message_reference?: { type: number; message_id: string; channel_id: string };
  /** whom it really notified, after allowed_mentions: `@everyone`, `@here`, `<@user>`, `<@&role>` */
  mentions_pinged: string[];
  /** the user who alone sees it; null for everybody */
  ephemeral_for: string | null;
};

export type StoredCommand = CommandBody & { id: string; version: string };
export type Choice = { name: string; value: string | number };
export type Options = Record<string, string | number | boolean>;
