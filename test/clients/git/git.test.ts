import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Repository } from '../../support/repositories.ts';
import { behind, day, scene } from '../../support/clients/git-scene.ts';
import { soon } from '../../support/clients/repository-clients.ts';

/** Two commits on branches of their own whose SHAs begin with the same seven digits. */
async function addCollidingCommits(repository: Repository): Promise<[string, string]> {
  const tree = await repository.git('rev-parse', 'main^{tree}');
  const who = 'Knox <knox@example.org> 1772366400 +0000';
  const seen = new Map<string, string>();
  for (let attempt = 0; ; attempt += 1) {
    const text = `tree ${tree}\nauthor ${who}\ncommitter ${who}\n\nattempt ${attempt}\n`;
    const sha = createHash('sha1').update(`commit ${text.length}\0${text}`).digest('hex');
    const earlier = seen.get(sha.slice(0, 7));
    seen.set(sha.slice(0, 7), text);
    if (earlier === undefined) continue;
    const made = [earlier, text].map((input) => {
      const args = [`--git-dir=${repository.folder}`, 'hash-object', '-t', 'commit', '-w', '--stdin'];
      return execFileSync('git', args, { input }).toString().trim();
    });
    for (const [index, commit] of made.entries()) await repository.git('branch', `twin${index}`, commit);
    return [made[0]!, made[1]!];
  }
}

describe('any git remote', () => {
  it('is read by path, file:// and from the working tree of a checkout', async () => {
    const { folder, repository, client } = await scene();
    execFileSync('git', ['clone', '--quiet', repository.folder, join(folder, 'checkout')]);
    for (const repo of [repository.folder, repository.url, join(folder, 'checkout')]) {
      expect([repo, await behind(client, repository, repo)]).toEqual([repo, 2]);
    }
  });

  it('shows a push at the very next head, also one that was forced or renamed a branch into a folder', async () => {
    const { repository, client, cacheFolder } = await scene();
    const before = await client.head(repository.folder, 'main', soon());
    await repository.commit([{ name: 'd', date: day(4), message: 'd' }]);
    expect((await client.head(repository.folder, 'main', soon())).subject).toBe('d');

    await repository.commit([{ name: 'forced', parents: ['a'], date: day(5), message: 'forced' }]);
    const forced = await client.head(repository.folder, 'main', soon());
    const left = await client.position(repository.folder, 'main', forced, before.sha, soon());
    expect(left).toMatchObject({ state: 'diverged', behind: 1, ahead: 2 });

    await repository.git('branch', 'topic', 'main');
    await client.head(repository.folder, 'topic', soon());
    await repository.git('branch', '-m', 'topic', 'topic/part');
    expect((await client.head(repository.folder, 'topic/part', soon())).sha).toBe(forced.sha);
    await expect(client.head(repository.folder, 'topic', soon())).rejects.toMatchObject({
      kind: 'malformed',
      message: expect.stringContaining('has no branch topic') as string,
    });
    await repository.git('branch', '-D', 'topic/part');
    await expect(client.head(repository.folder, 'topic/part', soon())).rejects.toMatchObject({
      kind: 'malformed',
    });
    expect(await readdir(cacheFolder)).toHaveLength(1);
  });

  it('keeps the history without file contents', async () => {
    const { repository, client, cacheFolder } = await scene();
    await client.head(repository.folder, 'main', soon());
    const [cache = ''] = await readdir(cacheFolder);
    const args = [
      `--git-dir=${join(cacheFolder, cache)}`,
      'cat-file',
      '--batch-all-objects',
      '--batch-check',
    ];
    const objects = execFileSync('git', args).toString();
    expect(objects.match(/ commit /g)).toHaveLength(3);
    expect(objects).not.toMatch(/ blob /);
  });

  it('finds commits that no branch holds: by whole SHA, and below a tag', async () => {
    const { repository, client } = await scene();
    const { shas } = repository;
    await repository.commit([
      { name: 'gone', branch: 'gone', parents: ['b'], date: day(6), message: 'gone' },
    ]);
    await repository.commit([
      { name: 'tagged', branch: 'tagged', parents: ['b'], date: day(7), message: 'tagged' },
    ]);
    await repository.git('tag', 'v1', shas['tagged']!);
    await repository.git('branch', '-D', 'gone', 'tagged');
    const head = await client.head(repository.folder, 'main', soon());
    for (const revision of [shas['gone']!, shas['tagged']!.slice(0, 8)]) {
      const position = await client.position(repository.folder, 'main', head, revision, soon());
      expect(position).toMatchObject({ state: 'diverged', behind: 1, ahead: 1 });
    }
  });

  it('refuses a shortened SHA that several commits share', async () => {
    const { repository, client } = await scene();
    const [one, other] = await addCollidingCommits(repository);
    expect(one).not.toBe(other);
    const head = await client.head(repository.folder, 'main', soon());
    const position = client.position(repository.folder, 'main', head, one.slice(0, 7), soon());
    await expect(position).rejects.toMatchObject({
      kind: 'malformed',
      message: expect.stringContaining('several commits') as string,
    });
    const whole = await client.position(repository.folder, 'main', head, one, soon());
    expect(whole.state).not.toBe('unknown_commit');
  });

  it('does not judge by the cut history of a shallow clone, and does again once it is whole', async () => {
    const { folder, repository, client } = await scene();
    const shallow = join(folder, 'shallow');
    execFileSync('git', ['clone', '--quiet', '--depth=1', repository.url, shallow]);
    const head = await client.head(shallow, 'main', soon());
    expect(head.subject).toBe('c');
    const position = client.position(shallow, 'main', head, repository.shas['a']!, soon());
    await expect(position).rejects.toMatchObject({
      kind: 'malformed',
      message: expect.stringContaining('shallow') as string,
    });
    execFileSync('git', ['-C', shallow, 'fetch', '--quiet', '--unshallow']);
    expect(await behind(client, repository, shallow)).toBe(2);
  });

  it('reads SHA-256 repositories', async () => {
    const { folder, client } = await scene();
    const source = join(folder, 'sha256');
    execFileSync('git', ['init', '--quiet', '--initial-branch=main', '--object-format=sha256', source]);
    for (const message of ['one', 'two']) {
      const who = ['-c', 'user.name=Knox', '-c', 'user.email=knox@example.org'];
      execFileSync('git', ['-C', source, ...who, 'commit', '--quiet', '--allow-empty', '-m', message]);
    }
    const first = execFileSync('git', ['-C', source, 'rev-parse', 'HEAD^']).toString().trim();
    const head = await client.head(source, 'main', soon());
    expect(head.sha).toHaveLength(64);
    const position = await client.position(source, 'main', head, first.slice(0, 10), soon());
    expect(position).toMatchObject({ state: 'behind', behind: 1 });
  });
});
