import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { createGitClient } from '../../../src/clients/git/git.ts';
import { behind, day, scene } from '../../support/clients/git-scene.ts';
import { soon } from '../../support/clients/repository-clients.ts';

async function emptyObjects(objects: string): Promise<void> {
  await rm(objects, { recursive: true });
  await mkdir(join(objects, 'pack'), { recursive: true });
}

describe('the local copy of a remote', () => {
  it.each([
    ['an empty file', (cache: string) => writeFile(join(cache, 'HEAD'), '')],
    ['a broken configuration', (cache: string) => writeFile(join(cache, 'config'), '[core')],
    ['lost objects', (cache: string) => rm(join(cache, 'objects'), { recursive: true })],
    ['lost commits', (cache: string) => emptyObjects(join(cache, 'objects'))],
    ['a lock of a process that is gone', (cache: string) => writeFile(join(cache, 'packed-refs.lock'), '')],
    ['a lock on the branch', (cache: string) => writeFile(join(cache, 'refs/heads/main.lock'), '')],
  ])('makes its copy anew after %s', async (_, damage) => {
    const { repository, client, cacheFolder } = await scene();
    expect(await behind(client, repository, repository.folder)).toBe(2);
    const [cache = ''] = await readdir(cacheFolder);
    await damage(join(cacheFolder, cache));
    await repository.commit([{ name: 'd', date: day(4), message: 'd' }]);
    expect(await behind(client, repository, repository.folder)).toBe(3);
  });

  it('is made anew when its history turns out unreadable after the fetch', async () => {
    const { repository, client, cacheFolder } = await scene();
    const head = await client.head(repository.folder, 'main', soon());
    const [cache = ''] = await readdir(cacheFolder);
    const packs = join(cacheFolder, cache, 'objects/pack');
    const pack = (await readdir(packs)).find((file) => file.endsWith('.pack')) ?? '';
    const bytes = await readFile(join(packs, pack));
    await rm(join(packs, pack));
    await writeFile(join(packs, pack), bytes.fill(0xff, 12, bytes.length - 20));
    const position = await client.position(repository.folder, 'main', head, repository.shas['a']!, soon());
    expect(position).toMatchObject({ state: 'behind', behind: 2 });
  });

  it('may be used by several processes at once', async () => {
    const { repository, cacheFolder } = await scene();
    for (let round = 4; round < 8; round += 1) {
      const others = Array.from({ length: 3 }, () => createGitClient({ cacheFolder }));
      await repository.commit([{ name: `c${round}`, date: day(round), message: 'more' }]);
      const counts = await Promise.all(others.map((other) => behind(other, repository, repository.folder)));
      expect(counts).toEqual([round - 1, round - 1, round - 1]);
    }
  });

  it('serves many callers of one remote at once with one fetch', async () => {
    const { folder, repository, client } = await scene();
    const trace = join(folder, 'trace');
    vi.stubEnv('GIT_TRACE2_EVENT', trace);
    const heads = await Promise.all(
      Array.from({ length: 8 }, async (_, index) => {
        // callers come a few steps apart, as those do who have something to await first
        for (let step = 0; step < 3 * index; step += 1) await Promise.resolve();
        return client.head(repository.folder, 'main', soon());
      }),
    );
    expect(new Set(heads.map(({ sha }) => sha)).size).toBe(1);
    const all = await Promise.all(
      ['a', 'b', 'c'].map((name) =>
        client.position(repository.folder, 'main', heads[0]!, repository.shas[name]!, soon()),
      ),
    );
    expect(all.map((position) => 'behind' in position && position.behind)).toEqual([2, 1, 0]);
    vi.unstubAllEnvs();
    const fetches = (await readFile(trace, 'utf8')).match(/"event":"cmd_name".*"name":"fetch"/g);
    expect(fetches).toHaveLength(1);
  });
});
