import { ownCopy } from './own-copy.ts';

/**
 * Caches a pure function of a text.
 * @param count how many recent results are kept at least; at most twice as many
 * @param of receives a copy of the text, since a substring would keep the original in memory
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
