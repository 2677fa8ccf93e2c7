import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testFolder } from '../../support/machines/folder.ts';
import { createCheckout, gitAt, march, readOne } from '../../support/probes/checkout-scene.ts';

const git = execFileSync('git', ['--version'], { encoding: 'utf8' });
const [, major = 0, minor = 0] = /(\d+)\.(\d+)/.exec(git)?.map(Number) ?? [];
const knowsTables = major > 2 || minor >= 45;

/** A git that does not know reftables reads the files, and tells their reflog in the same form: see `likeTabled`. */
function createTabled(folder: string): void {
  if (knowsTables)
    gitAt(folder, march(20), 'init', '--quiet', '--initial-branch=main', '--ref-format=reftable');
  else {
    gitAt(folder, march(20), 'init', '--quiet', '--initial-branch=main');
    mkdirSync(join(folder, '.git/reftable'));
  }
}

/** The file HEAD of a reftable says nothing to whoever reads it. Here it is written so that only git can read it. */
function likeTabled(folder: string): void {
  if (knowsTables) return;
  const file = join(folder, '.git/HEAD');
  const head = readFileSync(file, 'utf8');
  writeFileSync(file, head.startsWith('ref: ') ? head.replace('ref: ', 'ref:  ') : head.toUpperCase());
}

describe('a repository with a reftable', () => {
  it('has its moves, on a branch and on none', async () => {
    const folder = await testFolder();
    createTabled(folder);
    const shas = [20, 25].map((day) => {
      gitAt(folder, march(day), 'commit', '--quiet', '--allow-empty', '-m', `day ${day}`);
      return gitAt(folder, march(day), 'rev-parse', 'HEAD');
    });
    const [first, second] = shas;
    const moves = [
      { from: '0'.repeat(40), to: first, at: march(20) },
      { from: first, to: second, at: march(25) },
    ];
    likeTabled(folder);
    expect(await readOne(folder)).toMatchObject({ ok: true, value: { branch: 'main', head: second, moves } });
    gitAt(folder, march(26), 'checkout', '--quiet', first ?? '');
    likeTabled(folder);
    expect(await readOne(folder)).toMatchObject({
      ok: true,
      value: { branch: null, contained: true, moves: [...moves, { from: second, to: first, at: march(26) }] },
    });
  });

  it.skipIf(knowsTables)('is unknown where git does not know it', async () => {
    const folder = await testFolder();
    createCheckout(folder);
    gitAt(folder, march(26), 'config', 'core.repositoryFormatVersion', '1');
    gitAt(folder, march(26), 'config', 'extensions.refStorage', 'reftable');
    const read = await readOne(folder);
    expect(read).toMatchObject({ ok: false, detail: expect.stringContaining('refstorage') });
  });
});
