import { quotable } from '../../src/text/observed-text.ts';

/** What the font has no letter for would go unseen, and make two names look the same. */
const UNDRAWABLE = /[^\u0020-\u007E\u00A0-\u017F\u0391-\u03A1\u03A3-\u03C9\u0400-\u045F\u2013\u2026]/gu;

/** Untrusted text in characters that the picture's font has, cut to at most `max` letters. */
export function drawable(words: string, max: number): string {
  return quotable(words.normalize('NFC'), max).replace(UNDRAWABLE, '\uFFFD');
}
