import { beforeEach, describe, expect, it } from 'vitest';
import type { PlannedCommit } from '../support/repositories.ts';
import { serveBoth, soon } from '../support/clients/repository-clients.ts';
import type { Both } from '../support/clients/repository-clients.ts';

const plans: PlannedCommit[] = ['a', 'b', 'c'].map((name, index) => ({
  name,
  date: `2026-03-0${index + 1}T12:00:00Z`,
  message: name,
}));

describe.each(['git', 'github'] as const)('a tag, by the client of %s', (kind) => {
  let both: Both;

  beforeEach(async () => {
    both = await serveBoth(plans);
    const { shas } = both.repository;
    const git = async (...args: string[]) => await both.repository.git(...args);
    const who = ['-c', 'user.name=knox', '-c', 'user.email=knox@example.org'];
    const annotated = async (name: string, of: string) =>
      await git(...who, 'tag', '-a', '-m', name, name, of);
    await git('tag', 'v1.4.2', shas['a']!);
    await annotated('v1.5.0', shas['b']!);
    await git('tag', 'v1', shas['b']!);
    await git('tag', 'v2', shas['c']!);
    await git('tag', 'release/7', shas['c']!);
    await git('tag', 'tree-1', `${shas['a']!}^{tree}`);
  });

  const commitOf = async (name: string) => {
    const { client, repo } = both.clients[kind];
    await client.head(repo, 'main', soon());
    return (await client.tag?.(repo, name, soon())) ?? null;
  };

  it.each([
    ['is its commit', 'v1.4.2', 'a'],
    ['is peeled where it is annotated', 'v1.5.0', 'b'],
    ['may have a folder', 'release/7', 'c'],
    ['may be short where no other goes on from it', 'v2', 'c'],
    ['is none where it moves along', 'v1', null],
    ['is none where it names a tree', 'tree-1', null],
    ['is none where the repository has none', '1.4.2', null],
    ['is none where a branch is called so', 'main', null],
    ['is none by its beginning', 'v1.4', null],
    ['is none as a pattern', 'v*', null],
  ])('%s: %s', async (_, name, commit) => {
    expect(await commitOf(name)).toBe(commit === null ? null : both.repository.shas[commit]!);
  });

  it('is seen where it was made since the last audit', async () => {
    expect(await commitOf('v3.0.0')).toBeNull();
    await both.repository.git('tag', 'v3.0.0', both.repository.shas['c']!);
    expect(await commitOf('v3.0.0')).toBe(both.repository.shas['c']!);
    await both.repository.git('tag', '-d', 'v3.0.0');
    expect(await commitOf('v3.0.0')).toBeNull();
  });
});
