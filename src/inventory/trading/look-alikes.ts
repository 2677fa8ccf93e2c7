import { domainToUnicode } from 'node:url';
import unhomoglyph from 'unhomoglyph';

/** Digits and signs that replace letters: `sh1va`, `l3verage`. `l` and `i` look alike, so both become `i`. */
const standIns = new Map(
  Array.from('0o1i3e4a5s6g7t9g!i|i@a$s+tli'.matchAll(/(.)(.)/g), ([, sign = '', letter = '']) => [
    sign,
    letter,
  ]),
);
const substitutes = /[0-79!|@$+l]/g;
const marks = /[\p{M}\p{Cf}]/gu;
/** Letters in black circles and squares, and those of flags: Unicode gives them no compatibility form. */
const enclosed = /[\u{1F150}-\u{1F169}\u{1F170}-\u{1F189}\u{1F1E6}-\u{1F1FF}]/gu;
const FIRST_ENCLOSED = [0x1f1e6, 0x1f170, 0x1f150];
/** Replaces a letter that could not be folded: it may be any letter. */
export const ANY_LETTER = '?';

/**
 * The ways that a text may be read once letters that look alike are one (Unicode UTS #39, confusables.txt), in lower
 * case and without marks and invisible characters. A letter outside ASCII that is left is ANY_LETTER.
 */
export function readingsOf(text: string): string[] {
  const meant = decoded(text);
  return meant === text ? readingsAs(text) : [...new Set([...readingsAs(text), ...readingsAs(meant)])];
}

/** With the letters of an international domain name (`xn--…`, RFC 3492) and of an address (`%73`) written out. */
function decoded(text: string): string {
  return text
    .replaceAll(/xn--[a-z\d-]+/gi, (label) => domainToUnicode(label) || label)
    .replaceAll(/%[\da-f]{2}/gi, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16)));
}

function readingsAs(text: string): string[] {
  const plain = text.replaceAll(enclosed, opened).normalize('NFKD').replaceAll(marks, '');
  // What a capital looks like and what a small letter looks like may differ.
  const cases = isAscii(plain) ? [plain] : [plain, plain.toLowerCase(), plain.toUpperCase()].map(unhomoglyph);
  return [...new Set(cases.map(simplified))];
}

function simplified(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(marks, '')
    .toLowerCase()
    .replaceAll(substitutes, (sign) => standIns.get(sign) ?? sign)
    .replaceAll(ANY_LETTER, ' ')
    .replaceAll(/[^\0-\u007F]/gu, ANY_LETTER);
}

function opened(sign: string): string {
  const code = sign.codePointAt(0) ?? 0;
  const first = FIRST_ENCLOSED.find((each) => each <= code) ?? code;
  return String.fromCharCode(0x61 + code - first);
}

function isAscii(text: string): boolean {
  return !/[^\0-\u007F]/.test(text);
}
