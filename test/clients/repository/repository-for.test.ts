import { describe, expect, it } from 'vitest';
import type { Commit } from '../../../src/facts/release.ts';
import type { RepositoryClient } from '../../../src/clients/repository/repository.ts';
import {
  createRepositoryClient,
  githubName,
  githubPage,
} from '../../../src/clients/repository/repository-for.ts';
import { soon } from '../../support/clients/repository-clients.ts';

/** Answers with what it was asked for, as the commit's subject. */
function echo(name: string): RepositoryClient {
  const commit = (repo: string): Commit => ({
    sha: 'a'.repeat(40),
    date: '',
    subject: `${name} ${repo}`,
    url: null,
  });
  return {
    head: async (repo) => commit(repo),
    fileDigest: async (repo) => commit(repo).subject,
    position: async (repo) => ({
      state: 'identical',
      commit: commit(repo),
      behind: 0,
      ahead: 0,
      oldest_missing: null,
      files: [],
      last_file: null,
      compare_url: null,
    }),
  };
}

describe('which client a repository belongs to', () => {
  it.each([
    ['Invictus-Labs/shiva', 'Invictus-Labs/shiva'],
    ['knox/site.github.io', 'knox/site.github.io'],
    ['knox/shiva.git', 'knox/shiva'],
    ['https://github.com/knox/shiva', 'knox/shiva'],
    ['https://github.com/knox/shiva.git', 'knox/shiva'],
    ['https://GitHub.com/knox/shiva/', 'knox/shiva'],
    ['github.com/knox/shiva', 'knox/shiva'],
    ['git@github.com:knox/shiva.git', 'knox/shiva'],
    ['ssh://git@github.com/knox/shiva.git', 'knox/shiva'],
    ['https://github.com.evil.example/knox/shiva', null],
    ['https://knox:token@github.com/knox/shiva', null],
    ['https://gitlab.com/knox/shiva', null],
    ['git@gitlab.com:knox/shiva.git', null],
    ['./knox/shiva', null],
    ['../shiva', null],
    ['/srv/git/shiva', null],
    ['a/b/c', null],
    ['knox/..', null],
    ['knox/.git', null],
    ['-knox/shiva', null],
    ['shiva', null],
    ['file:///srv/shiva', null],
  ])('%s -> %s', (repo, name) => {
    expect(githubName(repo)).toBe(name);
  });

  it("asks an Enterprise server for owner/repo only: github.com's addresses are git's then", async () => {
    const clients = { github: echo('github'), git: echo('git') };
    const ask = async (githubApiUrl: string, repo: string) => {
      const client = createRepositoryClient({ ...clients, githubApiUrl });
      const head = await client.head(repo, 'main', soon());
      const position = await client.position(repo, 'main', head, 'a'.repeat(40), soon());
      expect('commit' in position && position.commit.subject).toBe(head.subject);
      return head.subject;
    };
    const url = 'https://github.com/knox/shiva.git';
    expect(await ask('https://api.github.com/', url)).toBe('github knox/shiva');
    expect(await ask('https://ghe.example/api/v3', url)).toBe(`git ${url}`);
    expect(await ask('https://ghe.example/api/v3', 'knox/shiva')).toBe('github knox/shiva');
    expect(await ask('https://api.github.com', '/srv/shiva')).toBe('git /srv/shiva');
  });
});

describe('where people read a repository', () => {
  const github = 'https://api.github.com/';
  it.each([
    ['knox/shiva', github, 'https://github.com/knox/shiva'],
    ['git@github.com:knox/shiva.git', github, 'https://github.com/knox/shiva'],
    ['https://knox:token@github.com/knox/shiva', github, null],
    ['/srv/git/shiva', github, null],
    ['knox/shiva', 'https://git.example/api/v3', null],
  ])('%s, with the API at %s: %s', (repo, api, page) => {
    expect(githubPage(repo, api)).toBe(page);
  });
});
