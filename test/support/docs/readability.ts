import { fleschKincaid } from 'flesch-kincaid';
import { syllable } from 'syllable';

/** The formula counts on sentences: of fewer words, one long word is a grade or two. */
const FEW_WORDS = 8;

/** What is filled in, code, addresses and names of keys are no English: each counts as one short word. */
function plain(text: string): string {
  return text
    .replaceAll(
      /`[^`]*`|\{[^}]*\}|https?:\S+|\b[A-Z]+_[A-Z_]+\b|\S*[_/@=]\S*?(?=[.!?,;:)]*(?:\s|$))|[0-9a-f]{7,}/g,
      'name',
    )
    .replaceAll(/(?<=\w)\.(?=\w)/g, '');
}

/** The sentences of a text; a new line begins one too. */
export function sentencesOf(text: string): string[] {
  return plain(text)
    .split(/(?<=[.!?…])\s+|\n/)
    .filter((sentence) => /\w/.test(sentence));
}

export function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter((word) => /[a-z]/i.test(word));
}

/**
 * The school grade at which a text is read with ease (Flesch and Kincaid, 1975); null for one that is too short to tell.
 * A colon or a semicolon ends a thought as a full stop does.
 */
export function gradeOf(text: string): number | null {
  const thoughts = sentencesOf(text).flatMap((sentence) => sentence.split(/[:;]\s+/));
  const words = thoughts.flatMap(wordsOf);
  if (words.length < FEW_WORDS) return null;
  const syllables = words.reduce((sum, word) => sum + syllable(word), 0);
  return fleschKincaid({ sentence: thoughts.length, word: words.length, syllable: syllables });
}
