import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { textsIn } from '../../docs/generators/messages/literals.ts';
import { messagesReference, rooms, samples, textRows } from '../../docs/generators/messages/page.ts';
import { linesShown } from '../../docs/generators/messages/shown.ts';
import { withGenerated } from '../../docs/generators/generated-part.ts';
import { catalogue } from '../../src/findings/catalogue.ts';
import { findingTypes } from '../../src/findings/finding-types.ts';
import { gradeOf, sentencesOf, wordsOf } from '../support/docs/readability.ts';

const MOST_WORDS = 25;
const HIGHEST_GRADE = 12;
/** The catalogue, lists of programs, a union type, and an error that no input can raise. */
const NO_TEXT = /^src\/(?:findings\/|.*\/(?:programs|interpreters)\.ts|facts\/job\.ts|text\/quote\.ts)/;

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

  it('calls the program as an installed one is called: npx finds it in a checkout alone', () => {
    const rows = textRows().flatMap((room) => room.rows.filter(({ where }) => !where.endsWith('.cjs')));
    expect([...rows, ...told].filter(({ text }) => /\bnpx\b/.test(text))).toEqual([]);
  });

  it('leaves out no folder with texts, except the catalogue, which docs/findings.md has', () => {
    const listed: string[] = Object.values(rooms);
    const left = globSync('{commands,embeds,src/*}/').filter((folder) => !listed.includes(folder));
    const said = left.flatMap((folder) =>
      globSync(`${folder}/**/*.ts`).filter((file) => textsIn(file).length > 0),
    );
    expect(said.filter((file) => !NO_TEXT.test(file))).toEqual([]);
  });

  it('lists short texts, texts with something filled in, and labels; no ids, no programs', () => {
    const folder = mkdtempSync(join(tmpdir(), 'driftwatch-texts-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'texts.ts');
    writeFileSync(
      file,
      [
        "field({ name: 'Reason', value: 'none' });",
        "say('Not done', `Pinned: ${pinned}`, `approve:${id}`, 'in_sync');",
        "throw new Error('no key to seal with');",
        "log.warn('A thread was refused for good');",
        "run('SELECT value FROM public.state');",
      ].join('\n'),
    );
    expect(textsIn(file)).toEqual([
      'Reason',
      'Not done',
      'Pinned: {pinned}',
      'no key to seal with',
      'A thread was refused for good',
    ]);
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
