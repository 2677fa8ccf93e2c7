import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { messagesReference, samples, textRows } from '../../docs/generators/messages/page.ts';
import { linesShown } from '../../docs/generators/messages/shown.ts';
import { withGenerated } from '../../docs/generators/generated-part.ts';
import { catalogue } from '../../src/findings/catalogue.ts';
import { findingTypes } from '../../src/findings/finding-types.ts';
import { gradeOf, sentencesOf, wordsOf } from '../support/docs/readability.ts';

const MOST_WORDS = 25;
const HIGHEST_GRADE = 12;

const page = readFileSync('docs/messages.md', 'utf8');
const shown = samples().map(({ kind, ...sample }) => ({ where: kind, text: linesShown(sample).join('\n') }));
const told = findingTypes.map((type) => {
  const { title, titles, facts, aside = '', cure } = catalogue[type];
  return { where: type, text: [title, titles, ...facts, aside, cure].join('\n') };
});
const texts = [...shown, ...told, ...textRows().flatMap(({ rows }) => rows)];

describe('docs/messages.md', () => {
  it('is what the bot says now (npm run docs)', () => {
    expect(page).toBe(withGenerated(page, messagesReference()));
  });

  it('has no text above the English of the 12th grade', () => {
    const hard = texts.map(({ where, text }) => ({ where, text, grade: gradeOf(text) ?? 0 }));
    expect(hard.filter(({ grade }) => grade > HIGHEST_GRADE)).toEqual([]);
  });

  it('has no sentence over 25 words', () => {
    const long = texts.flatMap(({ where, text }) =>
      sentencesOf(text)
        .filter((sentence) => wordsOf(sentence).length > MOST_WORDS)
        .map((sentence) => ({ where, sentence })),
    );
    expect(long).toEqual([]);
  });

  it('measures what it says that it measures', () => {
    expect(gradeOf('The cat sat on the mat and the dog ran.')).toBeLessThan(4);
    expect(
      gradeOf(
        'Organisational accountability necessitates comprehensive documentation of infrastructural irregularities.',
      ),
    ).toBeGreaterThan(HIGHEST_GRADE);
  });
});
