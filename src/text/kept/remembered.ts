import { ownCopy } from './own-copy.ts';

/** `count`: how many recent results are kept at least; at most twice as many. `longest`: characters of a text that is kept. */
export type Kept = { count: number; longest: number };

/**
 * Caches a pure function of a text. Longer texts than `longest` are rare, and many of them would fill the memory: it is
 * called for them each time.
 * @param of receives a copy of the text, since a substring would keep the original in memory
 */
export function remembered<Value>(
  { count, longest }: Kept,
  of: (text: string) => Value,
): (text: string) => Value {
  type Known = { own: string; value: Value };
  let recent = new Map<string, Known>();
  let older = new Map<string, Known>();
  return (text) => {
    if (text.length > longest) return of(ownCopy(text));
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
