import { join } from 'node:path';
import { Keyv } from 'keyv';
import { onTestFinished } from 'vitest';
import { createGitClient } from '../../../src/clients/git/git.ts';
import { createGitHubClient } from '../../../src/clients/github/github.ts';
import type { BranchPosition } from '../../../src/facts/release.ts';
import type { RepositoryClient } from '../../../src/clients/repository/repository.ts';
import { testFolder } from '../machines/folder.ts';
import { startGitHubServer } from '../servers/github-server.ts';
import type { GitHubServer } from '../servers/github-server.ts';
import { createRepository } from '../repositories.ts';
import type { PlannedCommit, Repository } from '../repositories.ts';

/** One real repository, served by the GitHub stand-in and by path, with a client for each. */
export type Both = {
  repository: Repository;
  server: GitHubServer;
  clients: Record<'github' | 'git', { client: RepositoryClient; repo: string }>;
};

export async function serveBoth(plans: PlannedCommit[]): Promise<Both> {
  const folder = await testFolder();
  const repository = await createRepository(join(folder, 'origin.git'), plans);
  const server = await startGitHubServer({ 'knox/akashic-records': repository });
  onTestFinished(() => server.close());
  const github = createGitHubClient({ token: null, baseUrl: server.url, cache: new Keyv() });
  const git = createGitClient({ cacheFolder: join(folder, 'cache') });
  const clients = {
    github: { client: github, repo: 'knox/akashic-records' },
    git: { client: git, repo: repository.folder },
  };
  return { repository, server, clients };
}

/** The position without what only GitHub has: addresses. */
export function withoutUrls(position: BranchPosition): object {
  if (position.state === 'unknown_commit') return position;
  const { compare_url: _, commit, oldest_missing, ...rest } = position;
  return {
    ...rest,
    commit: { ...commit, url: null },
    oldest_missing: oldest_missing && { ...oldest_missing, url: null },
  };
}

export function soon(ms = 60_000): AbortSignal {
  return AbortSignal.timeout(ms);
}
