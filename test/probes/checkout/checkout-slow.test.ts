import { execFileSync } from 'node:child_process';
import { rmSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { aService } from '../../support/facts/observed.ts';
import { testFolder } from '../../support/machines/folder.ts';
import { shells } from '../../support/machines/shells.ts';
import { createCheckout, gitAt, march, readBy, readOne } from '../../support/probes/checkout-scene.ts';

function pipeAt(folder: string, name: string): void {
  rmSync(join(folder, '.git', name), { force: true, recursive: true });
  execFileSync('mkfifo', [join(folder, '.git', name)]);
}

describe('a FIFO where git keeps a file', () => {
  it.each(['HEAD', 'config', 'commondir', 'index', 'packed-refs', 'logs/HEAD'])(
    'is not opened: %s',
    async (name) => {
      const folder = await testFolder();
      createCheckout(folder);
      pipeAt(folder, name);
      expect(await readOne(folder)).toMatchObject({ ok: false, detail: expect.stringContaining('FIFO') });
    },
  );
});

describe.each(shells)('a checkout that git does not finish, read by $name', ({ argv }) => {
  it('is unknown alone: those before and after it are read', async () => {
    const folder = await testFolder();
    const names = ['a', 'stuck', 'b'];
    const heads = names.map((name) => createCheckout(join(folder, name))[1]);
    unlinkSync(join(folder, 'stuck/.git/refs/heads/main'));
    execFileSync('mkfifo', [join(folder, 'stuck/.git/refs/heads/main')]);
    const services = names.map((name) => aService({ name, checkout: join(folder, name) }));
    const seen = await readBy(argv, services, undefined, 5);
    if (!seen.ok) throw new Error(seen.detail);
    expect(seen.value['a']).toMatchObject({ ok: true, value: { head: heads[0], moves: [{}, {}] } });
    expect(seen.value['stuck']).toMatchObject({ ok: false, reason: 'timeout' });
    expect(seen.value['b']).toMatchObject({ ok: true, value: { head: heads[2], moves: [{}, {}] } });
  });
});

const git = execFileSync('git', ['--version'], { encoding: 'utf8' });
const [, major = 0, minor = 0] = /(\d+)\.(\d+)/.exec(git)?.map(Number) ?? [];
const knowsTables = major > 2 || minor >= 45;

describe.skipIf(!knowsTables)('a repository with a reftable', () => {
  it('has its moves, on a branch and on none', async () => {
    const folder = await testFolder();
    gitAt(folder, march(20), 'init', '--quiet', '--initial-branch=main', '--ref-format=reftable');
    const shas = [20, 25].map((day) => {
      gitAt(folder, march(day), 'commit', '--quiet', '--allow-empty', '-m', `day ${day}`);
      return gitAt(folder, march(day), 'rev-parse', 'HEAD');
    });
    const [first, second] = shas;
    const moves = [
      { from: '0'.repeat(40), to: first, at: march(20) },
      { from: first, to: second, at: march(25) },
    ];
    expect(await readOne(folder)).toMatchObject({ ok: true, value: { branch: 'main', head: second, moves } });
    gitAt(folder, march(26), 'checkout', '--quiet', first ?? '');
    expect(await readOne(folder)).toMatchObject({
      ok: true,
      value: { branch: null, contained: true, moves: [...moves, { from: second, to: first, at: march(26) }] },
    });
  });
});

describe.skipIf(knowsTables)('a repository with a reftable, by a git that does not know it', () => {
  it('is unknown', async () => {
    const folder = await testFolder();
    createCheckout(folder);
    gitAt(folder, march(26), 'config', 'core.repositoryFormatVersion', '1');
    gitAt(folder, march(26), 'config', 'extensions.refStorage', 'reftable');
    const read = await readOne(folder);
    expect(read).toMatchObject({ ok: false, detail: expect.stringContaining('refstorage') });
  });
});
