import { ANY_LETTER, readingsOf } from './look-alikes.ts';

const words = ['shiva', 'foresight', 'leverage'] as const;

const patterns = words.map((word) => {
  const letters = Array.from(readingsOf(word)[0] ?? '', (letter) => `[${letter}\\${ANY_LETTER}]`);
  return {
    word,
    // Overlapping matches, since the first one may consist of letters that could not be folded.
    inside: new RegExp(`(?=(${letters.join('')}))`, 'g'),
    apart: new RegExp(`(?<![a-z0-9])${letters.join('[-_.]?')}(?![a-z0-9])`),
  };
});

/**
 * The trading bot that a name means, or null: one of the three words anywhere in it, in any spelling that a person
 * would read so (`myshiva`, `leveraged`, `sh1va`, Cyrillic letters, `shi-va`). A name that only looks like one fails closed.
 */
export function tradingWordOf(name: string): string | null {
  for (const reading of readingsOf(name)) {
    const found = patterns.find((pattern) => holds(pattern, reading));
    if (found) return found.word;
  }
  return null;
}

function holds({ inside, apart }: (typeof patterns)[number], reading: string): boolean {
  for (const [, place = ''] of reading.matchAll(inside)) if (isTold(place)) return true;
  const divided = apart.exec(reading)?.[0];
  return divided !== undefined && isTold(divided);
}

/** Are more than half of its letters known? Otherwise every word of another script would match. */
function isTold(place: string): boolean {
  return place.split(ANY_LETTER).length - 1 < place.length / 2;
}
