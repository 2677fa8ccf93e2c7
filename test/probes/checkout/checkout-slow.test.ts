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

it('a checkout that git does not finish is unknown alone, in every shell: those before and after it are read', async () => {
  const folder = await testFolder();
  const names = ['a', 'stuck', 'b'];
  const heads = names.map((name) => createCheckout(join(folder, name))[1]);
  unlinkSync(join(folder, 'stuck/.git/refs/heads/main'));
  execFileSync('mkfifo', [join(folder, 'stuck/.git/refs/heads/main')]);
  const services = names.map((name) => aService({ name, checkout: join(folder, name) }));
  // All shells at once: nearly all of it is waiting.
  const all = await Promise.all(
    shells.map(async ({ name, argv }) => ({ name, seen: await readBy(argv, services, undefined, 10) })),
  );
  for (const { name, seen } of all) {
    if (!seen.ok) throw new Error(`${name}: ${seen.detail}`);
    expect({ name, ...seen.value }).toMatchObject({
      name,
      a: { ok: true, value: { head: heads[0], moves: [{}, {}] } },
      stuck: { ok: false, reason: 'timeout' },
      b: { ok: true, value: { head: heads[2], moves: [{}, {}] } },
    });
  }
});
