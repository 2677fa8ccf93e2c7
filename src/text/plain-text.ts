import { withoutUnprintable } from './unprintable.ts';

const LONGEST = 1000;

/** The text on one line, without characters that move a cursor or reorder text, at most 1000 characters. */
export function plainLine(text: string): string {
  const line = withoutUnprintable(text, ' ').trim();
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 1)}…`;
}

/** Text of a server or a library, fit for a sentence: one line of at most 200 characters. */
export function shortLine(text: string): string {
  return plainLine(text).slice(0, 200);
}

/** First line of a commit message that is not blank; empty if there is none. */
export function subjectOf(message: string): string {
  return plainLine(message.split(/\r\n|\r|\n/).find((line) => plainLine(line) !== '') ?? '');
}
