import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { testFolder } from '../machines/folder.ts';
import { createRepository } from '../repositories.ts';
import type { Repository } from '../repositories.ts';
import { startGitHubServer } from '../servers/github-server.ts';
import type { GitHubServer } from '../servers/github-server.ts';

export const token = 'github_pat_0123456789abcdefghijklmnop';

/** A GitHub that takes `token`, and has the repository knox/api. */
export async function aGitHub(): Promise<{ server: GitHubServer; repository: Repository }> {
  const plans = [{ name: 'a', date: '2026-03-01T12:00:00Z', message: 'a' }];
  const repository = await createRepository(join(await testFolder(), 'origin.git'), plans);
  const server = await startGitHubServer({ 'knox/api': repository });
  onTestFinished(() => server.close());
  server.tokens.add(token);
  return { server, repository };
}

/** A manifest with a service for each repository. */
export function servicesOf(...repos: (string | [repo: string, over: object])[]) {
  return {
    services: repos.map((each, at) => {
      const [repo, over] = typeof each === 'string' ? [each, {}] : each;
      return { name: `api-${at}`, machine: 'box', host: '127.0.0.1', risk_tier: 'LOW', repo, ...over };
    }),
  };
}
