import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createGitClient } from '../../../src/clients/git/git.ts';
import { startSshd } from '../../support/servers/sshd.ts';
import { lacks, which } from '../../support/machines/system.ts';
import { behind, scene } from '../../support/clients/git-scene.ts';
import { soon } from '../../support/clients/repository-clients.ts';

describe('a repository that cannot be read', () => {
  it.each([
    ['a path where nothing is', (folder: string) => join(folder, 'nothing'), 'unreachable', /no repository/],
    ['a folder that is no repository', (folder: string) => folder, 'unreachable', /no repository/],
    ['a server that refuses', () => 'http://127.0.0.1:1/x.git', 'unreachable', /could not be reached/],
    [
      'an ssh server that refuses',
      () => 'ssh://git@127.0.0.1:1/x.git',
      'unreachable',
      /could not be reached/,
    ],
    [
      'an address with a password',
      () => 'http://knox:s3cret@127.0.0.1:1/x.git',
      'unreachable',
      /^(?!.*s3cret)/,
    ],
  ])('%s is named with its reason', async (_, repo, kind, message) => {
    const { folder, client } = await scene();
    const head = client.head(repo(folder), 'main', soon());
    await expect(head).rejects.toMatchObject({
      name: 'RepositoryError',
      kind,
      message: expect.stringMatching(message) as string,
    });
  });

  it('has no branch to speak of when it is empty', async () => {
    const { repository, client } = await scene([]);
    await expect(client.head(repository.folder, 'main', soon())).rejects.toMatchObject({
      kind: 'malformed',
      message: expect.stringContaining('has no branch main') as string,
    });
  });

  it('says so where git is not installed', async () => {
    const { folder, repository, client } = await scene();
    await symlink(which('env') ?? '', join(folder, 'env'));
    vi.stubEnv('PATH', folder);
    onTestFinished(() => void vi.unstubAllEnvs());
    await expect(client.head(repository.folder, 'main', soon())).rejects.toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining('git is not installed') as string,
    });
  });

  it('says so where its copy cannot be kept', async () => {
    const { folder, repository } = await scene();
    await writeFile(join(folder, 'file'), '');
    const client = createGitClient({ cacheFolder: join(folder, 'file', 'cache') });
    await expect(client.head(repository.folder, 'main', soon())).rejects.toMatchObject({
      name: 'RepositoryError',
      kind: 'unreachable',
      message: expect.stringContaining('can be kept under') as string,
    });
  });

  it('times out when the remote hangs, and leaves no process behind', async () => {
    const { client } = await scene();
    const server = createServer(() => {});
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    onTestFinished(() => void server.close());
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const repo = `http://127.0.0.1:${port}/hangs.git`;
    await expect(client.head(repo, 'main', soon(500))).rejects.toMatchObject({ kind: 'timeout' });
    await expect
      .poll(() => execFileSync('ps', ['-axo', 'command']).toString(), { timeout: 5000 })
      .not.toContain(repo);
  });
});

describe('hostile addresses', () => {
  it.each([
    (canary: string) => `ext::sh -c touch% ${canary}`,
    (canary: string) => `ext::touch ${canary}`,
    (canary: string) => `--upload-pack=touch ${canary}`,
    (canary: string) => `-utouch ${canary}`,
    (canary: string) => `ssh://-oProxyCommand=touch%20${canary}/x`,
    (canary: string) => `-oProxyCommand=touch ${canary}:x`,
    (canary: string) => `git@-oProxyCommand=touch ${canary}:x`,
    (canary: string) => `/tmp/$(touch ${canary})`,
    (canary: string) => `/tmp/x'; touch ${canary}; '`,
    (canary: string) => `file:///tmp/\`touch ${canary}\``,
    (canary: string) => `fd::17/${canary}`,
    (canary: string) => `/tmp/x\ntouch ${canary}`,
    (canary: string) => `host.invalid:'; touch ${canary}; '`,
    () => '',
    () => 'sftp://host/x',
    () => 'https:///x',
  ])('run nothing and are refused: %o', async (address) => {
    const { folder, client } = await scene();
    const canary = join(folder, 'canary');
    await expect(client.head(address(canary), 'main', soon())).rejects.toMatchObject({
      name: 'RepositoryError',
    });
    expect(existsSync(canary)).toBe(false);
  });

  it("run nothing when the operator's own configuration rewrites an address to them", async () => {
    const { folder, repository, client } = await scene();
    const canary = join(folder, 'canary');
    const config = join(folder, 'gitconfig');
    await writeFile(
      config,
      `[url "ext::touch ${canary} "]\n\tinsteadOf = ${folder}\n[protocol]\n\tallow = always\n`,
    );
    vi.stubEnv('GIT_CONFIG_GLOBAL', config);
    onTestFinished(() => void vi.unstubAllEnvs());
    const head = client.head(repository.folder, 'main', soon());
    await expect(head).rejects.toMatchObject({
      kind: 'malformed',
      message: expect.stringContaining('refuses') as string,
    });
    expect(existsSync(canary)).toBe(false);
  });

  it('run nothing of the repository either: hooks, fsmonitor and pack hooks of a foreign checkout', async () => {
    const { folder, repository, client } = await scene();
    const checkout = join(folder, 'checkout');
    const canary = join(folder, 'canary');
    const script = join(folder, 'script');
    await writeFile(script, `#!/bin/sh\ntouch ${canary}\n`);
    await chmod(script, 0o755);
    execFileSync('git', ['clone', '--quiet', repository.folder, checkout]);
    for (const key of [
      'core.fsmonitor',
      'uploadpack.packObjectsHook',
      'core.sshCommand',
      'core.pager',
      'diff.external',
    ]) {
      execFileSync('git', ['-C', checkout, 'config', key, script]);
    }
    await mkdir(join(checkout, '.git/hooks'), { recursive: true });
    for (const hook of ['post-checkout', 'reference-transaction', 'pre-auto-gc']) {
      await symlink(script, join(checkout, '.git/hooks', hook));
    }
    expect(await behind(client, repository, checkout)).toBe(2);
    expect(existsSync(canary)).toBe(false);
  });
});

describe.skipIf(process.getuid?.() !== 0)('a repository of another user on this machine', () => {
  it('is read, and left as it was', async () => {
    const { repository, client } = await scene();
    execFileSync('chown', ['-R', '65534:65534', repository.folder]);
    const listing = () => execFileSync('find', [repository.folder, '-printf', '%p %u %s %T@\n']).toString();
    const before = listing();
    expect(await behind(client, repository, repository.folder)).toBe(2);
    expect(listing()).toBe(before);
  });
});

describe.skipIf(lacks(['sshd', 'openssh-server']))('a repository behind ssh', () => {
  it('is read with the key and the pinned host that it is given', async () => {
    const { repository, cacheFolder } = await scene();
    const sshd = await startSshd();
    onTestFinished(() => sshd.stop());
    const ssh = { keyPath: sshd.keyPath, knownHostsPath: sshd.knownHostsPath };
    const client = createGitClient({ cacheFolder, ssh });
    const repo = `ssh://${sshd.user}@${sshd.host}:${sshd.port}${repository.folder}`;
    expect(await behind(client, repository, repo)).toBe(2);
  });

  it('is denied with the reason when the host is not pinned, or the key not let in', async () => {
    const { folder, repository, cacheFolder } = await scene();
    const sshd = await startSshd();
    onTestFinished(() => sshd.stop());
    const repo = `ssh://${sshd.user}@${sshd.host}:${sshd.port}${repository.folder}`;
    const stranger = createGitClient({
      cacheFolder,
      ssh: { keyPath: sshd.keyPath, knownHostsPath: join(folder, 'none') },
    });
    await expect(stranger.head(repo, 'main', soon())).rejects.toMatchObject({
      kind: 'denied',
      message: expect.stringContaining('known_hosts') as string,
    });
    await writeFile(sshd.authorizedKeysPath, '');
    const refused = createGitClient({
      cacheFolder,
      ssh: { keyPath: sshd.keyPath, knownHostsPath: sshd.knownHostsPath },
    });
    await expect(refused.head(repo, 'main', soon())).rejects.toMatchObject({ kind: 'denied' });
  });
});
