import { Keyv } from 'keyv';
import type { KeyvOptions } from 'keyv';

type Codec = Required<Pick<KeyvOptions, 'serialize' | 'deserialize'>>;

/** Shorter texts are read faster than they are compared. */
const LARGE = 16_384;

/**
 * Keyv's own format, but it does not parse a large text again that has not changed since the last read or write: the state
 * of 2000 services is mostly unchanged. It returns the same object, which must not be mutated.
 */
export function rememberingLast(): Codec {
  const plain = new Keyv();
  const serialize = plain.serialize ?? missing();
  const deserialize = plain.deserialize ?? missing();
  let last: { text: string; data: unknown } | null = null;
  return {
    async serialize(data) {
      const json = JSON.stringify(data);
      const text = isPlain(json) ? json : await serialize(data);
      last = text.length < LARGE ? null : { text, data };
      return text;
    },
    async deserialize(text: string) {
      // The text shows whether another process has written in between.
      if (last?.text === text) return last.data;
      const data = isPlain(text) ? JSON.parse(text) : await deserialize(text);
      if (text.length >= LARGE) last = { text, data };
      return data;
    },
  };
}

/** Keyv has its own form for bytes and for texts that begin with a colon. Everything else is plain JSON, which is faster. */
function isPlain(json: string): boolean {
  return !/[:,[]":/.test(json) && !json.includes('{"type":"Buffer"');
}

function missing(): never {
  throw new Error('this keyv has no format of its own');
}
