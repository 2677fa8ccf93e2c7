import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testFolder } from '../../support/machines/folder.ts';
import { createCheckout, gitAt, march, readOne, write } from '../../support/probes/checkout-scene.ts';

describe('where HEAD stands', () => {
  it('is another branch', async () => {
    const folder = await testFolder();
    createCheckout(folder);
    gitAt(folder, march(26), 'checkout', '--quiet', '-b', '(detached)');
    expect(await readOne(folder)).toMatchObject({ ok: true, value: { branch: '(detached)' } });
  });

  it('is no branch, at a commit of the branch or at another', async () => {
    const folder = await testFolder();
    const [first] = createCheckout(folder);
    gitAt(folder, march(26), 'checkout', '--quiet', first);
    expect(await readOne(folder)).toMatchObject({
      ok: true,
      value: { branch: null, contained: true, head: first },
    });
    expect(await readOne(folder, { branch: 'release' })).toMatchObject({
      ok: true,
      value: { contained: null },
    });
    gitAt(folder, march(26), 'commit', '--quiet', '--allow-empty', '-m', 'by hand');
    expect(await readOne(folder)).toMatchObject({ ok: true, value: { branch: null, contained: false } });
  });

  it.each(['quickly', 'step by step'])(
    'is not known to be of a branch without its history, read %s',
    async (how) => {
      const folder = await testFolder();
      const [first] = createCheckout(join(folder, 'origin'));
      const clone = join(folder, 'clone');
      gitAt(folder, march(26), 'clone', '--quiet', '--depth=1', `file://${folder}/origin`, clone);
      gitAt(clone, march(26), 'fetch', '--quiet', '--depth=1', 'origin', first);
      gitAt(clone, march(26), 'checkout', '--quiet', first);
      // A name that the quick way does not take.
      const branch = how === 'quickly' ? 'main' : 'main,';
      for (const ref of ['refs/heads', 'refs/remotes/origin'])
        gitAt(clone, march(26), 'update-ref', `${ref}/${branch}`, 'refs/remotes/origin/main');
      expect(await readOne(clone, { branch })).toMatchObject({ value: { head: first, contained: null } });
      expect(await readOne(clone, { branch: `${branch}2` })).toMatchObject({ value: { contained: null } });
    },
  );

  it('is of the branch whatever grafts say', async () => {
    const folder = await testFolder();
    const [first, second] = createCheckout(folder);
    write(folder, { '.git/info/grafts': `${second}\n` });
    gitAt(folder, march(26), 'checkout', '--quiet', first);
    expect(await readOne(folder)).toMatchObject({ value: { head: first, contained: true } });
  });

  it('is nothing before the first commit', async () => {
    const folder = await testFolder();
    gitAt(folder, march(20), 'init', '--quiet', '--initial-branch=main');
    expect(await readOne(folder)).toMatchObject({
      ok: true,
      value: { head: null, moves: [], committed_at: null },
    });
  });

  it('is read through a worktree, a link, and a repository of SHA-256', async () => {
    const folder = await testFolder();
    const [first, second] = createCheckout(join(folder, 'main'));
    gitAt(
      join(folder, 'main'),
      march(26),
      'worktree',
      'add',
      '--quiet',
      '-b',
      'live',
      join(folder, 'live'),
      first,
    );
    expect(await readOne(join(folder, 'live'))).toMatchObject({
      ok: true,
      value: { branch: 'live', head: first },
    });
    symlinkSync(join(folder, 'main'), join(folder, 'current'));
    expect(await readOne(join(folder, 'current'))).toMatchObject({ ok: true, value: { head: second } });
    mkdirSync(join(folder, 'sha256'));
    gitAt(join(folder, 'sha256'), march(26), 'init', '--quiet', '--object-format=sha256');
    gitAt(join(folder, 'sha256'), march(26), 'commit', '--quiet', '--allow-empty', '-m', 'x');
    expect(await readOne(join(folder, 'sha256'))).toMatchObject({
      ok: true,
      value: { head: expect.stringMatching(/^[0-9a-f]{64}$/), moves: [{ at: march(26) }] },
    });
  });
});
