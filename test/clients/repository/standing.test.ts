import { describe, expect, it } from 'vitest';
import type { PlannedCommit } from '../../support/repositories.ts';
import { serveBoth, soon, withoutUrls } from '../../support/clients/repository-clients.ts';

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

describe.each(['github', 'git'] as const)('where a revision stands, by %s', (name) => {
  it('says state, counts, oldest missing commit, files and last file, for whole and shortened SHAs', async () => {
    const { repository, clients } = await serveBoth(history);
    const { client, repo } = clients[name];
    const head = await client.head(repo, 'main', soon());
    expect({ ...head, url: null }).toEqual({
      sha: repository.shas['fourth'],
      date: day(7),
      subject: 'reindex logic updated',
      url: null,
    });
    for (const row of table) {
      for (const length of [40, 12, 7]) {
        const revision = repository.shas[row.of]!.slice(0, length);
        const position = await client.position(repo, 'main', head, revision.toUpperCase(), soon());
        const planned = history.find((commit) => commit.name === row.of)!;
        const oldest = history.find((commit) => commit.name === row.oldest);
        expect({ of: row.of, ...withoutUrls(position) }).toEqual({
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
      expect(await client.position(repo, 'main', head, unknown, soon())).toEqual({
        state: 'unknown_commit',
      });
    }
  });

  it('counts more commits than a page holds, names the first of them and at most 300 files', async () => {
    const many = Array.from({ length: 320 }, (_, index) => ({
      name: `c${index}`,
      date: Date.parse(day(1)) + index * 60_000,
      message: `commit ${index}`,
    }));
    const { repository, clients } = await serveBoth(many);
    const { client, repo } = clients[name];
    const head = await client.head(repo, 'main', soon());
    const position = await client.position(repo, 'main', head, repository.shas['c0']!, soon());
    expect(position).toMatchObject({
      state: 'behind',
      behind: 319,
      oldest_missing: { subject: 'commit 1' },
      last_file: 'c319.txt',
    });
    expect('files' in position && position.files.length).toBe(300);
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
    const { client, repo } = clients[name];
    const head = await client.head(repo, 'main', soon());
    expect(head.subject).toBe('f\uFFFDr mich');
    const position = await client.position(repo, 'main', head, repository.shas['a']!, soon());
    expect(position).toMatchObject({
      commit: { subject: '' },
      oldest_missing: { subject: '[31mred   evil tab' },
      files: ['c.txt', 'new line.txt'],
    });
  });

  it('does not take a branch that is called like a SHA for the commit', async () => {
    const plans: PlannedCommit[] = [
      { name: 'a', date: day(1), message: 'a' },
      { name: 'b', date: day(2), message: 'b' },
      { name: 'trap', branch: 'deadbeef', parents: ['a'], date: day(3), message: 'trap' },
    ];
    const { clients } = await serveBoth(plans);
    const { client, repo } = clients[name];
    const head = await client.head(repo, 'main', soon());
    const position = await client.position(repo, 'main', head, 'deadbeef', soon());
    expect(position).toEqual({ state: 'unknown_commit' });
  });
});
