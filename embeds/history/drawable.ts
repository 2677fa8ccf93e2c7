import { quotable } from '../../src/text/observed-text.ts';

/** Characters that the font lacks. Left out, they would make two names look the same. */
const UNDRAWABLE = /[^\u0020-\u007E\u00A0-\u017F\u0391-\u03A1\u03A3-\u03C9\u0400-\u045F\u2013\u2026]/gu;

/** Untrusted text, limited to the characters of the picture's font and to `max` letters. */
export function drawable(words: string, max: number): string {
  return quotable(words.normalize('NFC'), max).replace(UNDRAWABLE, '\uFFFD');
}
