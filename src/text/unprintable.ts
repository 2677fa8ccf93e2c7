/**
 * What cannot be seen when printed, or changes how the rest is read: control characters, bidirectional and zero-width
 * ones, line and paragraph separators, halves of surrogate pairs (general categories of the Unicode Standard, 4.5).
 */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu;

/** The text with `by` in the place of each run of unprintable characters. */
export function withoutUnprintable(text: string, by: string | ((run: string) => string)): string {
  return typeof by === 'string' ? text.replaceAll(UNPRINTABLE, () => by) : text.replaceAll(UNPRINTABLE, by);
}
