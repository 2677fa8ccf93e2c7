import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hintsOf, mayMove, revisionOf } from '../../src/text/revision.ts';
import { fuzzRounds } from '../support/property-time.ts';

const numRuns = fuzzRounds(2000);
const sha = 'a3f8c21b9d1e44a3f8c21b9d1e44a3f8c21b9d1e';

describe('a version that is a commit', () => {
  it.each([
    [sha, sha, false],
    ['A3F8C21', 'a3f8c21', false],
    ['v1.2-14-ga3f8c21', 'a3f8c21', false],
    ['a3f8c21-dirty', 'a3f8c21', true],
    ['a3f8c21+dirty', 'a3f8c21', true],
    ['a3f8c21-modified', 'a3f8c21', true],
    ['a3f8c21*', 'a3f8c21', true],
    ['a3f8c21 (dirty)', 'a3f8c21', true],
    ['a3f8c21-dirty-20240301', 'a3f8c21', true],
    ['a3f8c21.d20240301', 'a3f8c21', true],
    ['v1.2-14-ga3f8c21-dirty', 'a3f8c21', true],
    ['v1.2-14-ga3f8c21-broken', 'a3f8c21', true],
  ])('%s', (version, commit, dirty) => {
    expect(revisionOf(version)).toEqual({ sha: commit, dirty });
  });

  it.each(['1.4.2', 'unknown', '', 'a3f8c2', '1.4.2-a3f8c21', 'd20240301x', `${sha}${sha}`, 'gg-a3f8c21'])(
    'is not %s',
    (version) => expect(revisionOf(version)).toBeNull(),
  );
});

describe('the commits that a version may name', () => {
  it.each([
    [`1.0.0+${sha}`, [sha]],
    ['v0.0.0-20240301120000-a3f8c21b9d1e', ['a3f8c21b9d1e']],
    ['v0.0.0-20240301120000-a3f8c21b9d1e+dirty', ['a3f8c21b9d1e']],
    ['1.4.2-a3f8c21', ['a3f8c21']],
    ['1.4.2.A3F8C21', ['a3f8c21']],
    ['sha-a3f8c21', ['a3f8c21']],
    ['main-a3f8c21', ['a3f8c21']],
    ['1.2.dev3+ga3f8c21.d20240301', ['a3f8c21']],
    ['1.2.dev3+ga3f8c21', ['a3f8c21']],
    ['1.3.0-beta-ga3f8c21b9d', ['a3f8c21b9d']],
    ['r123.a3f8c21', ['a3f8c21']],
    ['1.4.2 (a3f8c21)', ['a3f8c21']],
    ['a3f8c21-linux-amd64', ['a3f8c21']],
    ['1.4.2-1234567', ['1234567']],
    ['1.4.2-20240301', ['20240301']],
    ['1.4.2', []],
    ['1.4.2+d20240301', []],
    ['1.2.3-beta.4', []],
    ['', []],
  ])('%s', (version, commits) => {
    expect(hintsOf(version).commits).toEqual(commits);
  });

  it.each([
    ['1.4.2', ['1.4.2', 'v1.4.2']],
    ['v1.4.2', ['v1.4.2', '1.4.2']],
    ['1.4.2-dirty', ['1.4.2', 'v1.4.2']],
    ['release-42', ['release-42', 'vrelease-42']],
    ['latest', []],
    ['', []],
    ['1..2', []],
    ['-1.4.2', []],
    ['1.4.2; rm', []],
    ['refs/*1', []],
  ])('tags for %s', (version, tags) => {
    expect(hintsOf(version).tags).toEqual(tags);
  });

  it('move along where their tag is short', () => {
    expect(['v1', '1.4', 'v1.4.2', '2024-03-01'].map(mayMove)).toEqual([true, true, false, false]);
  });

  it('are few, hexadecimal and of the text, whatever a service calls itself', () => {
    const part = fc.constantFrom(
      '-',
      '+',
      '.',
      'g',
      'sha-',
      'v1',
      '20240301',
      'a3f8c21',
      'dirty',
      sha,
      ' ',
      '*',
      'é',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(part).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (version) => {
        const { commits, tags } = hintsOf(version);
        expect(commits.length).toBeLessThanOrEqual(3);
        for (const commit of commits) {
          expect(commit).toMatch(/^[0-9a-f]{7,40}$/);
          expect(version.toLowerCase()).toContain(commit);
        }
        for (const tag of tags) expect(tag).toMatch(/^[0-9A-Za-z][0-9A-Za-z._+/@-]*$/);
        expect(revisionOf(version)?.sha ?? sha).toMatch(/^[0-9a-f]{7,64}$/);
      }),
      { numRuns },
    );
  });
});
