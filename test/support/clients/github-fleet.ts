import { join } from 'node:path';
import { Keyv } from 'keyv';
import { onTestFinished } from 'vitest';
import { createGitHubClient } from '../../../src/clients/github/github.ts';
import type { Branch, RepositoryClient } from '../../../src/clients/repository/repository.ts';
import { testFolder } from '../machines/folder.ts';
import { createRepository } from '../repositories.ts';
import type { Repository } from '../repositories.ts';
import { startGitHubServer } from '../servers/github-server.ts';
import type { GitHubServer } from '../servers/github-server.ts';
import { soon } from './repository-clients.ts';

const day = (number: number) => `2026-03-0${number}T12:00:00Z`;
export const plans = [
  { name: 'a', date: day(1), message: 'a' },
  { name: 'b', date: day(2), message: '\n\n  reindex logic updated\r\nwith a body' },
];

type Scene = { server: GitHubServer; repository: Repository; connect: (path?: string) => RepositoryClient };

/** `count` repositories `knox/r0` … that are one on disk, for whoever has the token. */
export async function serve(count: number): Promise<Scene> {
  const repository = await createRepository(join(await testFolder(), 'origin.git'), plans);
  const names = Array.from({ length: count }, (_, index) => `knox/r${index}`);
  const server = await startGitHubServer(Object.fromEntries(names.map((name) => [name, repository])));
  server.tokens.add('good');
  onTestFinished(() => server.close());
  const cache = new Keyv();
  const connect = (path = '') =>
    createGitHubClient({ token: 'good', baseUrl: `${server.url}${path}`, cache });
  return { server, repository, connect };
}

export function branchesOf({ server }: Scene): Branch[] {
  return [...server.repositories.keys()].map((repo) => ({ repo, branch: 'main' }));
}

/** One audit's question for each branch, of those that run `running`: what was answered, or why not. */
export async function heads(client: RepositoryClient, branches: Branch[], running: string[] = []) {
  const audit = client.forAudit?.(branches, soon(60_000)) ?? client;
  return Promise.all(
    branches.map(({ repo, branch }) =>
      audit
        .head(repo, branch, soon(), running)
        .catch(({ kind, message }: Error & { kind: string }) => ({ kind, message })),
    ),
  );
}
