import { createHash } from 'node:crypto';
import { Keyv } from 'keyv';
import { describe, expect, it } from 'vitest';
import { RepositoryError } from '../../../src/clients/errors.ts';
import { createGitHubClient } from '../../../src/clients/github/github.ts';
import type { PlannedCommit } from '../../support/repositories.ts';
import { serveBoth, soon } from '../../support/clients/repository-clients.ts';

const content = 'level: 1\nsecret: hunter2\n';
const digest = (text: string) => createHash('sha256').update(text).digest('hex');
const date = '2026-03-01T12:00:00Z';
const files = {
  'config/app.yaml': content,
  'config/empty': '',
  'config/ö [x]*.yaml': 'odd\n',
  'lfs.bin': 'version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 1\n',
  'large.txt': 'x'.repeat(17 * 1024 * 1024),
};
const plans: PlannedCommit[] = [
  { name: 'a', date, message: 'a', files },
  { name: 'b', date: '2026-03-02T12:00:00Z', message: 'b', files: { 'config/app.yaml': 'level: 2\n' } },
];

describe.each(['github', 'git'] as const)('the content of a file, from %s', (kind) => {
  it('is that of the commit that is asked for, whatever the path looks like', async () => {
    const { clients, repository } = await serveBoth(plans);
    const { client, repo } = clients[kind];
    const head = await client.head(repo, 'main', soon());
    const at = async (path: string, sha = head.sha) =>
      await client.fileDigest(repo, path, { ...head, sha }, soon());
    expect(await at('config/app.yaml')).toBe(digest('level: 2\n'));
    expect(await at('config/app.yaml', repository.shas['a'])).toBe(digest(content));
    expect(await at('config/ö [x]*.yaml')).toBe(digest('odd\n'));
    expect(await at('config/empty')).toBe(digest(''));
    expect(await at('config/none.yaml')).toBeNull();
    expect(await at('config/ö [x]a.yaml')).toBeNull();
  });

  it.each(['config', 'lfs.bin', 'large.txt'])('is unsupported for %s', async (path) => {
    const { clients } = await serveBoth(plans);
    const { client, repo } = clients[kind];
    const head = await client.head(repo, 'main', soon());
    const error = await client.fileDigest(repo, path, head, soon()).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RepositoryError);
    expect(error).toMatchObject({ kind: 'unsupported' });
  });
});

describe('the answers that are kept of GitHub', () => {
  it('are asked again by their ETag, and hold no content', async () => {
    const { server, clients } = await serveBoth(plans);
    const kept: unknown[] = [];
    const keyv = new Keyv();
    const cache = {
      get: async (key: string) => await keyv.get<unknown>(key),
      async set(key: string, value: unknown) {
        kept.push(value);
        return await keyv.set(key, value);
      },
    };
    const { repo } = clients.github;
    for (const _ of [1, 2]) {
      const client = createGitHubClient({ token: null, baseUrl: server.url, cache });
      const head = await client.head(repo, 'main', soon());
      expect(await client.fileDigest(repo, 'config/app.yaml', head, soon())).toBe(digest('level: 2\n'));
    }
    const statuses = server.requests.filter(({ path }) => path.includes('/contents/'));
    expect(statuses.map(({ status }) => status)).toEqual([200, 304]);
    expect(JSON.stringify(kept)).not.toContain(Buffer.from('level: 2\n').toString('base64'));
    expect(JSON.stringify(kept)).not.toContain('level');
  });
});
