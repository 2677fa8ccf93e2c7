import { ownCopy } from './own-copy.ts';

/**
 * What a pure function makes of a text, kept for when the same text comes again. Of the texts that came since the last
 * `count` others, all are known; older ones are made again.
 * @param count how many are kept for certain; at most twice as many are
 * @param of gets a text that is cut out of no other, which would be kept with it
 */
export function remembered<Value>(count: number, of: (text: string) => Value): (text: string) => Value {
  type Known = { own: string; value: Value };
  let recent = new Map<string, Known>();
  let older = new Map<string, Known>();
  return (text) => {
    const known = recent.get(text);
    if (known !== undefined) return known.value;
    const kept = older.get(text) ?? made(text);
    if (recent.size >= count) [older, recent] = [recent, new Map<string, Known>()];
    recent.set(kept.own, kept);
    return kept.value;
  };

  function made(text: string): Known {
    const own = ownCopy(text);
    return { own, value: of(own) };
  }
}
