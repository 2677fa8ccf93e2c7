import { ownCopy } from './own-copy.ts';

/**
 * What a pure function makes of a text, kept for when the same text comes again. Of the texts that came since the last
 * `count` others, all are known; older ones are made again.
 * @param count how many are kept for certain; at most twice as many are
 * @param of gets a text that is cut out of no other, which would be kept with it
 */
export function remembered<Value>(count: number, of: (text: string) => Value): (text: string) => Value {
  let recent = new Map<string, Value>();
  let older = new Map<string, Value>();
  return (text) => {
    const known = recent.get(text);
    if (known !== undefined) return known;
    const own = ownCopy(text);
    const before = older.get(own);
    const value = before === undefined ? of(own) : before;
    if (recent.size >= count) [older, recent] = [recent, new Map<string, Value>()];
    recent.set(own, value);
    return value;
  };
}
