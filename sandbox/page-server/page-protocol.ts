import type { APIEmbed } from 'discord.js';
import type { ModalInput } from '../interactions/modal-inputs.ts';
import type { Choice, Options } from '../gateway/protocol.ts';

// What the page and the sandbox say to each other over `/page/socket`, as JSON.

export type PagePerson = { id: string; name: string; avatar: string; roles: string[] };
export type PageOption = {
  name: string;
  description: string;
  required: boolean;
  kind: 'text' | 'number' | 'boolean';
  autocomplete: boolean;
  choices: Choice[];
};
export type PageCommand = {
  name: string;
  description: string;
  options: PageOption[];
  /** ids of those who are offered it */
  users: string[];
};
export type PageButton = {
  kind: 'button';
  customId: string | null;
  url: string | null;
  label: string;
  style: 'primary' | 'secondary' | 'success' | 'destructive';
  disabled: boolean;
};
export type PageSelect = {
  kind: 'select';
  customId: string;
  placeholder: string;
  disabled: boolean;
  min: number;
  max: number;
  options: { label: string; value: string; description: string; chosen: boolean }[];
};
export type PageMessage = {
  id: string;
  channelId: string;
  author: { id: string; name: string; isBot: boolean };
  content: string;
  embeds: APIEmbed[];
  rows: (PageButton | PageSelect)[][];
  attachments: { name: string; url: string; size: number; description: string }[];
  time: string;
  edited: boolean;
  thinking: boolean;
  /** the message that it replies to; `content` null: deleted */
  reply: { id: string; author: string; content: string | null } | null;
  /** the thread that it opened */
  thread: { id: string; name: string; count: number; closed: boolean } | null;
  /** the user who alone sees it */
  ephemeralFor: string | null;
  /** the slash command that it answers */
  command: { interactionId: string; name: string; user: string } | null;
  /** ids of the users that it notified */
  pinged: string[];
};
export type PageModal = { interactionId: string; userId: string; title: string; inputs: ModalInput[] };

/** Everything that a page needs to start with. */
export type PageState = {
  kind: 'state';
  guild: string;
  bot: PagePerson;
  people: PagePerson[];
  roles: { id: string; name: string }[];
  channels: { id: string; name: string; topic: string }[];
  commands: PageCommand[];
  messages: PageMessage[];
  online: boolean;
};

export type PageEvent =
  | PageState
  | { kind: 'message'; message: PageMessage }
  | { kind: 'deleted'; id: string }
  | { kind: 'commands'; commands: PageCommand[] }
  | { kind: 'online'; online: boolean }
  | { kind: 'answered'; interactionId: string }
  | { kind: 'failed'; interactionId: string }
  | { kind: 'modal'; modal: PageModal }
  /** the answer to the request with that `ref` */
  | { kind: 'done'; ref: number; interactionId: string | null; choices: Choice[] }
  | { kind: 'refused'; ref: number; why: string };

export type PageAction =
  | { kind: 'command'; name: string; options: Options }
  | { kind: 'autocomplete'; name: string; option: string; typed: string; options: Options }
  | { kind: 'click'; message: string; customId: string }
  | { kind: 'select'; message: string; customId: string; values: string[] }
  | { kind: 'modal'; interactionId: string; values: Record<string, string> }
  | { kind: 'say'; content: string };
export type PageRequest = PageAction & { ref: number; user: string; channel: string };
