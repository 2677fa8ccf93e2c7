import { join } from 'node:path';
import { Keyv } from 'keyv';
import { expect, onTestFinished } from 'vitest';
import { createGitHubClient } from '../../../src/clients/github/github.ts';
import type { AnswerCache } from '../../../src/clients/github/access.ts';
import type { RepositoryClient } from '../../../src/clients/repository/repository.ts';
import { testFolder } from '../machines/folder.ts';
import { startGitHubServer } from '../servers/github-server.ts';
import type { GitHubServer } from '../servers/github-server.ts';
import { createRepository } from '../repositories.ts';
import type { PlannedCommit, Repository } from '../repositories.ts';

const plans: PlannedCommit[] = ['a', 'b', 'c'].map((name, index) => ({
  name,
  date: `2026-03-0${index + 1}T12:00:00Z`,
  message: name,
}));
export const repo = 'knox/akashic-records';

type Connect = (options?: { token?: string | null; cache?: AnswerCache }) => RepositoryClient;

/** The stand-in serving a repository of three commits a, b, c on main; `connect` makes a client of it. */
export async function scene(
  commits = plans,
): Promise<{ repository: Repository; server: GitHubServer; connect: Connect }> {
  const repository = await createRepository(join(await testFolder(), 'origin.git'), commits);
  const server = await startGitHubServer({ [repo]: repository });
  onTestFinished(() => server.close());
  const connect: Connect = ({ token = null, cache = new Keyv() } = {}) =>
    createGitHubClient({ token, baseUrl: server.url, cache });
  return { repository, server, connect };
}

/** What a RepositoryError of this kind looks like. */
export function refusal(kind: string, message: RegExp) {
  return { name: 'RepositoryError', kind, message: expect.stringMatching(message) as string };
}
