import { join } from 'node:path';
import { createGitClient } from '../../../src/clients/git/git.ts';
import type { RepositoryClient } from '../../../src/clients/repository/repository.ts';
import { testFolder } from '../machines/folder.ts';
import { createRepository } from '../repositories.ts';
import type { PlannedCommit, Repository } from '../repositories.ts';
import { soon } from './repository-clients.ts';

export const day = (number: number) => `2026-03-${String(number).padStart(2, '0')}T12:00:00.000Z`;
const plans: PlannedCommit[] = ['a', 'b', 'c'].map((name, index) => ({
  name,
  date: day(index + 1),
  message: name,
}));

/** A repository of three commits a, b, c on main, and a client. */
export async function scene(commits = plans) {
  const folder = await testFolder();
  const repository = await createRepository(join(folder, 'origin.git'), commits);
  const cacheFolder = join(folder, 'cache');
  return { folder, repository, cacheFolder, client: createGitClient({ cacheFolder }) };
}

/** How many commits of main the named one lacks. */
export async function behind(client: RepositoryClient, repository: Repository, repo: string, name = 'a') {
  const head = await client.head(repo, 'main', soon());
  const position = await client.position(repo, 'main', head, repository.shas[name]!, soon());
  return position.state === 'unknown_commit' ? position.state : position.behind;
}
