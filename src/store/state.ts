import { Keyv } from 'keyv';
import type { KeyvOptions } from 'keyv';
import { rememberingLast } from './remembering.ts';

/** The bot's state, in the store of STATE_URL. */
export type State = {
  /**
   * One namespace's values. Its methods throw what the database throws: a failed write is never silent. A write that
   * failed because no answer came in time may still have happened.
   */
  keyv(namespace: string): Keyv;
  /** The text that `swap` put under this key, null if there is none. */
  peek(key: string): Promise<string | null>;
  /**
   * Replaces the text under `key` if it still is `expected`, in one step that no other process comes between. null is
   * "none", on both sides; an empty text counts as none.
   * @returns false, with nothing changed, if the text is different
   */
  swap(key: string, expected: string | null, next: string | null): Promise<boolean>;
  /** Ends its connections, and what still waits for an answer with an error. Calling it twice is harmless. */
  close(): void;
};

/** A Keyv that throws. Its `error` events repeat the same errors, and would end the process without a listener. */
export function keyvOver(options: Pick<KeyvOptions, 'store' | 'namespace' | 'useKeyPrefix'>): Keyv {
  const keyv = new Keyv({ throwOnErrors: true, ...rememberingLast(), ...options });
  keyv.on('error', () => {});
  return keyv;
}
