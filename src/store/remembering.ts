import { Keyv } from 'keyv';
import type { KeyvOptions } from 'keyv';

type Codec = Required<Pick<KeyvOptions, 'serialize' | 'deserialize'>>;

/** Shorter texts are read faster than they are compared. */
const LARGE = 16_384;

/**
 * Keyv's own format, which does not read a large text again that is still what it wrote or read last: the memory of
 * 2000 services is the same most of the time. What comes back is the same object, and must not be changed.
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
      // Another process may have written in between: the text tells.
      if (last?.text === text) return last.data;
      const data = isPlain(text) ? JSON.parse(text) : await deserialize(text);
      if (text.length >= LARGE) last = { text, data };
      return data;
    },
  };
}

/** Keyv writes a text that begins with a colon, and bytes, in a way of its own. All else is plain JSON, and far faster so. */
function isPlain(json: string): boolean {
  return !/[:,[]":/.test(json) && !json.includes('{"type":"Buffer"');
}

function missing(): never {
  throw new Error('this keyv has no format of its own');
}
