import { assert, constantFrom, oneof, property, string, tuple, array } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileNaming, findWord } from '../../../src/facts/command-line/name-matching.ts';
import { rounds } from '../../support/property-time.ts';

const runnable =
  'py|pyc|pyz|js|mjs|cjs|ts|mts|rb|pl|php|phar|lua|sh|bash|jar|war|dll|exe|bin|go|app|AppImage';
const wordCharacter = '[\\p{L}\\p{N}_.-]';

/** The same as one expression for each name: what is meant, at a price that 2000 services cannot pay. */
function spelledOut(name: string) {
  const escaped = RegExp.escape(name);
  return {
    word: new RegExp(`(?<!${wordCharacter})${escaped}(?:\\.(?:${runnable}))?(?!${wordCharacter})`, 'u'),
    file: new RegExp(`^${escaped}(?:\\.(?:${runnable}))?$`, 'u'),
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
      const files = [word, `${word}.py`].filter((file) => expected.file.test(file));
      expect(files.filter((file) => fileNaming(file, word) !== 'exact')).toEqual([]);
    }),
    { numRuns: rounds(2000) },
  );
});

describe('a file that bears a name', () => {
  it.each<[file: string, name: string, naming: 'exact' | 'build' | null]>([
    ['shiva', 'shiva', 'exact'],
    ['shiva.py', 'shiva', 'exact'],
    ['shiva.log', 'shiva', null],
    ['shiva.toml', 'shiva', null],
    ['akashic_records.py', 'akashic-records', 'exact'],
    ['AkashicRecords.dll', 'akashic-records', 'exact'],
    ['Shiva.exe', 'shiva', 'exact'],
    ['Akashic.Records.dll', 'akashic-records', 'exact'],
    ['Shiva', 'shiva', null],
    ['shiva-1.2.3.jar', 'shiva', 'build'],
    ['shiva-1.2.3-SNAPSHOT.jar', 'shiva', 'build'],
    ['shiva-0.9.0-all.jar', 'shiva', 'build'],
    ['shiva-linux-amd64', 'shiva', 'build'],
    ['shiva_v1', 'shiva', 'build'],
    ['shiva-v2.1.0-darwin-arm64', 'shiva', 'build'],
    ['shiva-x86_64-unknown-linux-musl', 'shiva', 'build'],
    ['shiva_1.4.2_linux_armv7', 'shiva', 'build'],
    ['shiva-2024.11.29', 'shiva', 'build'],
    ['shiva-gateway', 'shiva', null],
    ['shiva-worker-1.2.3.jar', 'shiva', null],
    ['shiva_old.py', 'shiva', null],
    ['shiva2', 'shiva', null],
    ['shivaserver', 'shiva', null],
    ['old-shiva', 'shiva', null],
    ['shiva-1.2.3.tar.gz', 'shiva', null],
    ['shiva-1.2.3.log', 'shiva', null],
  ])('%s is %s: %s', (file, name, naming) => {
    expect(fileNaming(file, name)).toBe(naming);
  });

  it('is found in a moment however long the name is', () => {
    for (const tail of [
      '-1'.repeat(50_000),
      '-linux'.repeat(20_000),
      '-1_'.repeat(40_000),
      '.1.'.repeat(40_000),
    ])
      expect(fileNaming(`shiva${tail}!`, 'shiva')).toBeNull();
  });
});
