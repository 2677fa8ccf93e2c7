import { quoted } from './problem.ts';

type Place = 'value' | 'first item' | 'first key' | 'key' | 'colon' | 'after' | 'end';
type Open = { close: '}' | ']'; keys: Set<string> | null };

const expected: Record<Place, string> = {
  value: 'a value',
  'first item': 'a value or ]',
  'first key': 'a key in double quotes or }',
  key: 'a key in double quotes',
  colon: '":"',
  after: '","',
  end: 'the end of the file',
};

const blank = /[ \t\r\n]*/y;
const string = /"[^"\\\p{Cc}]*(?:(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})|[\x7f-\x9f])[^"\\\p{Cc}]*)*"/uy;
const scalar = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null/y;

/** What is wrong with a key; null: nothing. Later code would silently skip `__proto__`. */
export function keyFault(key: string, again: boolean): string | null {
  if (key === '__proto__') return 'the key "__proto__" is not allowed';
  return again ? `the key ${quoted(key)} is here twice` : null;
}

/**
 * The first thing in `text` that is not JSON (RFC 8259), or a key that occurs twice in one object, with line and
 * column; null if there is none. JSON.parse gives no place for most errors, and accepts duplicate keys.
 */
export function jsonProblem(text: string): string | null {
  const open: Open[] = [];
  let place: Place = 'value';
  let at = 0;
  for (;;) {
    at += lengthOf(blank, at);
    if (at >= text.length) return place === 'end' ? null : problem(`${wanted()}, found the end of the file`);
    const character = text.charAt(at);
    const top = open.at(-1);
    if (place === 'first item' && character === ']') close();
    else if (place === 'first key' && character === '}') close();
    else if (place === 'value' || place === 'first item') {
      const length = character === '"' ? lengthOf(string, at) : lengthOf(scalar, at);
      if (length > 0) {
        at += length;
        place = afterValue();
      } else if (character === '{' || character === '[') enter(character);
      else return problem(unexpected());
    } else if (place === 'first key' || place === 'key') {
      const length = lengthOf(string, at);
      if (length === 0) return problem(unexpected());
      const key = String(JSON.parse(text.slice(at, at + length)));
      const fault = keyFault(key, top?.keys?.has(key) ?? false);
      if (fault !== null) return problem(fault);
      top?.keys?.add(key);
      at += length;
      place = 'colon';
    } else if (place === 'colon' && character === ':') {
      at += 1;
      place = 'value';
    } else if (place === 'after' && character === ',') {
      at += 1;
      place = top?.keys ? 'key' : 'value';
    } else if (place === 'after' && character === top?.close) close();
    else return problem(unexpected());
  }

  function lengthOf(pattern: RegExp, from: number): number {
    pattern.lastIndex = from;
    return pattern.exec(text)?.[0].length ?? 0;
  }

  function enter(character: '{' | '['): void {
    const object = character === '{';
    open.push({ close: object ? '}' : ']', keys: object ? new Set() : null });
    place = object ? 'first key' : 'first item';
    at += 1;
  }

  function close(): void {
    open.pop();
    at += 1;
    place = afterValue();
  }

  function afterValue(): Place {
    return open.length > 0 ? 'after' : 'end';
  }

  function wanted(): string {
    const closing = place === 'after' ? ` or ${open.at(-1)?.close}` : '';
    return `expected ${expected[place]}${closing}`;
  }

  function unexpected(): string {
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    const isText = character === '"' && ['value', 'first item', 'first key', 'key'].includes(place);
    if (isText) return 'this text in quotes does not end, or holds what must be escaped';
    return `${wanted()}, found ${JSON.stringify(character)}`;
  }

  function problem(what: string): string {
    const before = text.slice(0, at).split('\n');
    return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}: ${what}`;
  }
}
