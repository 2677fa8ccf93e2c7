import { assert, constantFrom, oneof, property, string, tuple, array } from 'fast-check';
import { expect, it } from 'vitest';
import { findWord, isFileOf, namesModule } from '../../src/comparison/words.ts';

const runnable =
  'py|pyc|pyz|js|mjs|cjs|ts|mts|rb|pl|php|phar|lua|sh|bash|jar|war|dll|exe|bin|go|app|AppImage';
const wordCharacter = '[\\p{L}\\p{N}_.-]';

/** The same as one expression for each name: what is meant, at a price that 2000 services cannot pay. */
function spelledOut(name: string) {
  const escaped = RegExp.escape(name);
  return {
    word: new RegExp(`(?<!${wordCharacter})${escaped}(?:\\.(?:${runnable}))?(?!${wordCharacter})`, 'u'),
    file: new RegExp(`^${escaped}(?:\\.(?:${runnable}))?$`, 'u'),
    module: new RegExp(`(?:-m ${escaped}|(?<!${wordCharacter})${escaped}(?=[.\\w]*:[A-Za-z_]))(?!-)\\b`, 'u'),
  };
}

const piece = oneof(
  {
    weight: 3,
    arbitrary: constantFrom(
      '.py',
      '.log',
      '-',
      '_',
      '.',
      ':',
      ' ',
      '/',
      '-m ',
      ':app',
      '.main',
      'a',
      'ä',
      '𝒜',
      '漢',
      '\n',
    ),
  },
  string({ maxLength: 2, unit: 'grapheme' }),
);
const name = oneof(
  constantFrom('api', 'a', 'c++ (beta)', 'ähre', '𝒜', '.x', '-a', 'a-', 'aa'),
  string({ minLength: 1, maxLength: 4, unit: 'grapheme' }),
);

it('means what one expression for each name would', () => {
  const around = array(piece, { maxLength: 4 });
  assert(
    property(tuple(name, around, around, around), ([word, ...parts]) => {
      const text = parts.map((part) => part.join('')).join(word);
      const expected = spelledOut(word);
      expect(findWord(text, word)).toBe(text.search(expected.word));
      expect(namesModule(text, word)).toBe(expected.module.test(text));
      for (const file of [text, word, `${word}.py`, `${word}.log`])
        expect(isFileOf(file, word)).toBe(expected.file.test(file));
    }),
    { numRuns: 2000 },
  );
});
