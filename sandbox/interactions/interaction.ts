import type { ModalBody } from '../bodies.ts';
import type { Person } from '../world.ts';
import type { Choice } from '../gateway/protocol.ts';

/** Discord's interaction types that the sandbox sends. */
export const interactionType = { command: 2, component: 3, autocomplete: 4, modal: 5 } as const;
/** Discord's answer types that the sandbox takes. */
export const callbackType = {
  message: 4,
  deferredMessage: 5,
  deferredUpdate: 6,
  update: 7,
  autocomplete: 8,
  modal: 9,
} as const;

/** ms that an interaction waits for its first answer, and that its token lives (Discord's "Receiving and Responding"). */
export const ANSWER_WITHIN = 3000;
export const TOKEN_LIVES = 15 * 60_000;

/** Something that a person did, and how far the bot's answer is. */
export type Interaction = {
  id: string;
  token: string;
  type: (typeof interactionType)[keyof typeof interactionType];
  createdAt: number;
  user: Person;
  channelId: string;
  /** the callback's type, null while there is none */
  answered: number | null;
  /** no answer within 3 s: the person was told so */
  failed: boolean;
  /** faults.expireTokens() */
  expired: boolean;
  /** name of the command, null for components and modals */
  command: { id: string; name: string } | null;
  /** the message whose button or select was used */
  source: string | null;
  /** the message that `@original` names */
  original: string | null;
  /** later messages made with its token */
  followUps: string[];
  modal: ModalBody | null;
  choices: Choice[] | null;
};
