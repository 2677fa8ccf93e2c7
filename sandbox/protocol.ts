import type { APIMessage } from 'discord.js';
import type { CommandBody } from './bodies.ts';

/** A message as stored: Discord's own shape, and what only the sandbox knows. */
export type Message = APIMessage & {
  /** whom it really notified, after allowed_mentions: `@everyone`, `@here`, `<@user>`, `<@&role>` */
  mentions_pinged: string[];
  /** the user who alone sees it; null for everybody */
  ephemeral_for: string | null;
};

export type StoredCommand = CommandBody & { id: string; version: string };
export type Choice = { name: string; value: string | number };
export type Options = Record<string, string | number | boolean>;
