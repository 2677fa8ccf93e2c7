import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlannedCommit } from '../repositories.ts';
import { serveBoth, soon, withoutUrls } from './repository-clients.ts';

const day = (number: number) => `2026-03-${String(number).padStart(2, '0')}T12:00:00.000Z`;

/** main: first - second - merge - third - fourth; side: from first, merged; fork, ahead and alone: unmerged */
const history: PlannedCommit[] = [
  { name: 'first', date: day(1), message: 'first\n\nwith a body', files: { 'a.txt': 'a', 'b.txt': 'b' } },
  { name: 'second', date: day(2), message: 'second', files: { 'b.txt': 'bb' } },
  {
    name: 'side',
    branch: 'side',
    parents: ['first'],
    date: day(3),
    message: 'side',
    files: { 'side.txt': 's' },
  },
  {
    name: 'merge',
    parents: ['second', 'side'],
    date: day(4),
    message: 'Merge side',
    files: { 'side.txt': 's' },
  },
  { name: 'third', date: day(5), message: 'third', files: { 'moved.txt': 'bb', 'b.txt': null } },
  {
    name: 'fork',
    branch: 'fork',
    parents: ['second'],
    date: day(6),
    message: 'fork',
    files: { 'f.txt': 'f' },
  },
  {
    name: 'fourth',
    date: day(7),
    message: 'reindex logic updated\r\nmore',
    files: { 'src/indexer.py': 'x' },
  },
  {
    name: 'ahead',
    branch: 'ahead',
    parents: ['fourth'],
    date: day(8),
    message: 'hotfix',
    files: { 'h.txt': 'h' },
  },
  { name: 'alone', branch: 'alone', parents: [], date: day(9), message: 'alone', files: { 'z.txt': 'z' } },
];

const mergedFiles = ['b.txt', 'moved.txt', 'side.txt', 'src/indexer.py'];
const table = [
  { of: 'fourth', state: 'identical', behind: 0, ahead: 0, oldest: null, files: [] },
  { of: 'third', state: 'behind', behind: 1, ahead: 0, oldest: 'fourth', files: ['src/indexer.py'] },
  { of: 'second', state: 'behind', behind: 4, ahead: 0, oldest: 'side', files: mergedFiles },
  {
    of: 'side',
    state: 'behind',
    behind: 4,
    ahead: 0,
    oldest: 'second',
    files: ['b.txt', 'moved.txt', 'src/indexer.py'],
  },
  { of: 'first', state: 'behind', behind: 5, ahead: 0, oldest: 'second', files: mergedFiles },
  { of: 'ahead', state: 'ahead', behind: 0, ahead: 1, oldest: null, files: [] },
  { of: 'fork', state: 'diverged', behind: 4, ahead: 1, oldest: 'side', files: mergedFiles },
  {
    of: 'alone',
    state: 'diverged',
    behind: 6,
    ahead: 1,
    oldest: 'first',
    files: ['a.txt', 'moved.txt', 'side.txt', 'src/indexer.py'],
  },
];

describe('where a revision stands, by GitHub and by git alike', () => {
  it('says state, counts, oldest missing commit, files and last file, for whole and shortened SHAs', async () => {
    const { repository, clients } = await serveBoth(history);
    for (const [name, client, repo] of clients) {
      const head = await client.head(repo, 'main', soon());
      expect({ name, ...head, url: null }).toEqual({
        name,
        sha: repository.shas['fourth'],
        date: day(7),
        subject: 'reindex logic updated',
        url: null,
      });
      for (const row of table) {
        for (const length of [40, 12, 7]) {
          const revision = repository.shas[row.of]!.slice(0, length);
          const standing = await client.standing(repo, 'main', head, revision.toUpperCase(), soon());
          const planned = history.find((commit) => commit.name === row.of)!;
          const oldest = history.find((commit) => commit.name === row.oldest);
          expect({ name, of: row.of, ...withoutUrls(standing) }).toEqual({
            name,
            of: row.of,
            state: row.state,
            behind: row.behind,
            ahead: row.ahead,
            files: row.files,
            last_file: row.behind > 0 ? 'src/indexer.py' : null,
            commit: {
              sha: repository.shas[row.of],
              date: planned.date,
              subject: String(planned.message).split(/\r?\n/)[0],
              url: null,
            },
            oldest_missing: oldest
              ? {
                  sha: repository.shas[oldest.name],
                  date: oldest.date,
                  subject: String(oldest.message).split(/\r?\n/)[0],
                  url: null,
                }
              : null,
          });
        }
      }
      for (const unknown of ['a'.repeat(40), 'abcdef0123', 'b'.repeat(64)]) {
        expect(await client.standing(repo, 'main', head, unknown, soon())).toEqual({
          state: 'unknown_commit',
        });
      }
    }
  });

  it('counts more commits than a page holds, names the first of them and at most 300 files', async () => {
    const many = Array.from({ length: 320 }, (_, index) => ({
      name: `c${index}`,
      date: Date.parse(day(1)) + index * 60_000,
      message: `commit ${index}`,
    }));
    const { repository, clients } = await serveBoth(many);
    for (const [name, client, repo] of clients) {
      const head = await client.head(repo, 'main', soon());
      const standing = await client.standing(repo, 'main', head, repository.shas['c0']!, soon());
      expect(standing, name).toMatchObject({
        state: 'behind',
        behind: 319,
        oldest_missing: { subject: 'commit 1' },
        last_file: 'c319.txt',
      });
      expect('files' in standing && standing.files.length, name).toBe(300);
    }
  });

  it('shows odd messages and paths as one line of plain text', async () => {
    const odd: PlannedCommit[] = [
      { name: 'a', date: day(1), message: '' },
      {
        name: 'b',
        date: day(2),
        message: Buffer.from('\n\n  \u001b[31mred\u0007 \u202Eevil\ttab\nsecond line'),
        files: { 'new\nline.txt': 'x' },
      },
      { name: 'c', date: day(3), message: Buffer.from([0x66, 0xfc, 0x72, 0x20, 0x6d, 0x69, 0x63, 0x68]) },
    ];
    const { repository, clients } = await serveBoth(odd);
    for (const [name, client, repo] of clients) {
      const head = await client.head(repo, 'main', soon());
      expect(head.subject, name).toBe('f\uFFFDr mich');
      const standing = await client.standing(repo, 'main', head, repository.shas['a']!, soon());
      expect(standing, name).toMatchObject({
        commit: { subject: '' },
        oldest_missing: { subject: '[31mred   evil tab' },
        files: ['c.txt', 'new line.txt'],
      });
    }
  });

  it('does not take a branch that is called like a SHA for the commit', async () => {
    const plans: PlannedCommit[] = [
      { name: 'a', date: day(1), message: 'a' },
      { name: 'b', date: day(2), message: 'b' },
      { name: 'trap', branch: 'deadbeef', parents: ['a'], date: day(3), message: 'trap' },
    ];
    const { clients } = await serveBoth(plans);
    for (const [name, client, repo] of clients) {
      const head = await client.head(repo, 'main', soon());
      const standing = await client.standing(repo, 'main', head, 'deadbeef', soon());
      expect(standing, name).toEqual({ state: 'unknown_commit' });
    }
  });

  it('agrees with plain reachability on random histories', async () => {
    const parents = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.integer({ min: 0, max: 5 })), {
      minLength: 3,
      maxLength: 9,
    });
    await fc.assert(
      fc.asyncProperty(parents, async (choices) => {
        const links = choices.map(([one, other, kind], index) => {
          if (index === 0 || kind === 0) return [];
          const pair = [one % index, other % index];
          return kind < 4 || pair[0] === pair[1] ? [pair[0]!] : pair;
        });
        const plans = links.map((link, index): PlannedCommit => ({
          name: `n${index}`,
          branch: index === links.length - 1 ? 'main' : `b${index}`,
          parents: link.map((parent) => `n${parent}`),
          date: Date.parse(day(1)) + index * 3_600_000,
          message: `n${index}`,
        }));
        const { repository, clients } = await serveBoth(plans);
        const reach = reachable(links);
        const newest = links.length - 1;
        for (const [index] of links.entries()) {
          const ahead = [...reach[index]!].filter((commit) => !reach[newest]!.has(commit)).length;
          const missing = [...reach[newest]!].filter((commit) => !reach[index]!.has(commit));
          const answers = await Promise.all(
            clients.map(async ([, client, repo]) => {
              const head = await client.head(repo, 'main', soon());
              return withoutUrls(
                await client.standing(repo, 'main', head, repository.shas[`n${index}`]!, soon()),
              );
            }),
          );
          expect(answers[0]).toEqual(answers[1]);
          const state =
            ahead > 0
              ? missing.length > 0
                ? 'diverged'
                : 'ahead'
              : missing.length > 0
                ? 'behind'
                : 'identical';
          const oldest = missing.length > 0 ? { subject: `n${Math.min(...missing)}` } : null;
          expect(answers[0]).toMatchObject({ state, ahead, behind: missing.length, oldest_missing: oldest });
        }
      }),
      { numRuns: 6 },
    );
  }, 120_000);
});

function reachable(links: number[][]): Set<number>[] {
  const sets: Set<number>[] = [];
  for (const [index, link] of links.entries()) {
    sets.push(new Set([index, ...link.flatMap((parent) => [...sets[parent]!])]));
  }
  return sets;
}
