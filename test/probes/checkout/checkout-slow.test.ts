import { execFileSync } from 'node:child_process';
import { rmSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { aService } from '../../support/facts/observed.ts';
import { testFolder } from '../../support/machines/folder.ts';
import { shells } from '../../support/machines/shells.ts';
import { createCheckout, readBy, readOne } from '../../support/probes/checkout-scene.ts';

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
    const seen = await readBy(argv, services, undefined, 10);
    if (!seen.ok) throw new Error(seen.detail);
    expect(seen.value['a']).toMatchObject({ ok: true, value: { head: heads[0], moves: [{}, {}] } });
    expect(seen.value['stuck']).toMatchObject({ ok: false, reason: 'timeout' });
    expect(seen.value['b']).toMatchObject({ ok: true, value: { head: heads[2], moves: [{}, {}] } });
  });
});
