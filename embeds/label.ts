import { quotable } from '../src/text/observed-text.ts';
import { limits } from './limits.ts';

/** One line for places without markup (a choice, an option, a modal's title), cut with `…` to `max` UTF-16 units. */
export function label(text: string, max: number = limits.choice): string {
  const line = quotable(text, 4 * max);
  // Do not cut a surrogate pair in half.
  return line.length <= max ? line : `${line.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
