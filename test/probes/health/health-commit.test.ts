import { array, assert, constantFrom, integer, property, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commitIn } from '../../../src/probes/health/health-commit.ts';
import { revisionOf } from '../../../src/text/revision.ts';
import { read } from '../../support/probes/health-bodies.ts';
import { fuzzRounds } from '../../support/property-time.ts';

const runs = fuzzRounds(2000);
const sha = 'a3f8c21b9d1e44c0ffee0123456789abcdef0123';

describe('the commit in a JSON body', () => {
  it.each<[body: object]>([
    ...[
      'commit gitCommit git_commit git_sha gitSha sha revision commitHash commit_sha GIT_COMMIT',
      'build.commit git.commit.id vcs.revision source-commit buildRevision gitHash',
      'rev git githash currentCommit deployed_sha',
    ]
      .flatMap((line) => line.split(' '))
      .map((key): [object] => [{ status: 'ok', [key]: sha }]),
    [{ build: { commit: sha } }],
    [{ git: { commit: { id: { abbrev: 'a3f8c21', full: sha } } } }],
    [{ git: { branch: 'main', sha } }],
    [{ app: { gitSha: sha } }],
    [{ info: { revision: sha } }],
    [{ version: { commit: sha, number: '1.4.2' } }],
    [{ version: '1.4.2', commit: sha }],
    [{ buildInfo: { vcs: { revision: sha } } }],
    [{ commit: { hash: sha, message: 'fix', author: { id: 'b9d1e44' } } }],
    [{ git_sha: 'a3f8c21', commit: sha }],
  ])('is found in %j', (body) => {
    expect(read(body).version).toBe(sha);
  });

  it.each<[body: object]>([
    ...[
      'previous_commit base_sha parentCommit latest_commit commit_date commitMessage commitAuthor',
      'db_revision schema_revision image_sha config_sha sha256 hash id build_id etag version_id',
    ]
      .flatMap((line) => line.split(' '))
      .map((key): [object] => [{ status: 'ok', [key]: sha }]),
    [{ database: { revision: sha } }],
    [{ checks: { commit: sha } }],
    [{ upstream: { git: { sha } } }],
    [{ commits: [sha] }],
    [{ commit: 'main' }],
    [{ commit: true }],
    [{ commit: '' }],
    [{ commit: 'unknown' }],
    [{ revision: '20240301' }],
    [{ build: { sha: 'e3'.repeat(32) } }],
    [{ commit: sha, git_sha: 'b9d1e44' }],
    [JSON.parse(`{"__proto__":{"commit":"${sha}"}}`)],
  ])('is not guessed from %j', (body) => {
    expect(read(body).version).toBeNull();
  });

  it.each<[body: object, version: string]>([
    [{ git: { sha, dirty: true } }, `${sha}-dirty`],
    [{ 'vcs.revision': sha, 'vcs.modified': 'true' }, `${sha}-dirty`],
    [{ commit: `${sha}-dirty`, dirty: true }, `${sha}-dirty`],
    [{ git: { sha, dirty: false } }, sha],
    [{ commit: '1234567' }, '1234567'],
    [{ git_version: 'v1.2.0-4-ga3f8c21' }, 'v1.2.0-4-ga3f8c21'],
  ])('of %j is %s', (body, version) => {
    expect(read(body).version).toBe(version);
  });

  const qualifiers = array(constantFrom('build', 'git', 'app', 'info', 'version', 'current'), {
    maxLength: 2,
  });
  const core = constantFrom('commit', 'sha', 'revision', 'rev', 'commit id', 'git sha', 'commit hash');
  const ways = tuple(qualifiers, core).map(([before, last]) => [...before, ...last.split(' ')]);
  const spellings = [
    (words: string[]) => words.join('_'),
    (words: string[]) => words.join('-').toUpperCase(),
    (words: string[]) => words.join('.'),
    (words: string[]) =>
      words.map((word, at) => (at === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join(''),
  ];

  it('is found however its name is written and nested, and not behind a word of something else', () => {
    assert(
      property(ways, constantFrom(...spellings), integer({ min: 0, max: 2 }), (words, spell, depth) => {
        const outer = words.slice(0, Math.min(depth, words.length - 1));
        const leaf: object = { [spell(words.slice(outer.length))]: sha, status: 'ok' };
        const body = outer.reduceRight((inner, word) => ({ [word]: inner }), leaf);
        expect(commitIn(body)).toBe(sha);
        expect(commitIn({ previous: body })).toBeNull();
        expect(commitIn({ [spell(['parent', ...words])]: sha })).toBeNull();
      }),
      { numRuns: runs },
    );
  });

  it('looks like a revision, whatever a body holds', () => {
    const value = constantFrom<unknown>(
      sha,
      'main',
      '',
      7,
      null,
      true,
      '20240301',
      '\u0000',
      [sha],
      {},
      '1.4.2',
    );
    const key = constantFrom(
      'commit',
      'git',
      'sha',
      'dirty',
      'version',
      'x',
      '__proto__',
      'COMMIT_ID',
      'a.b',
    );
    assert(
      property(array(tuple(key, key, value), { maxLength: 6 }), (entries) => {
        const body = Object.fromEntries(entries.map(([one, other, held]) => [one, { [other]: held }]));
        const commit = commitIn(body);
        expect(commit === null || revisionOf(commit) !== null).toBe(true);
      }),
      { numRuns: runs },
    );
  });
});
