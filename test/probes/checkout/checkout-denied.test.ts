import { chmodSync, mkdirSync, renameSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkout } from '../../../src/probes/checkout/checkout.ts';
import { aMachine, aService } from '../../support/facts/observed.ts';
import { testFolder } from '../../support/machines/folder.ts';
import { createCheckout, readOne } from '../../support/probes/checkout-scene.ts';

describe.skipIf(process.getuid?.() !== 0)('what another user may not read', () => {
  const nobody = 65_534;

  it('is read all the same where only the owner differs', async () => {
    const folder = await testFolder();
    chmodSync(folder, 0o755);
    const [, second] = createCheckout(join(folder, 'app'));
    expect(await readOne(join(folder, 'app'), {}, nobody)).toMatchObject({
      ok: true,
      value: { head: second, changes: 0 },
    });
  });

  it.each<[what: string, lock: (folder: string) => void]>([
    ['the folder', (folder) => chmodSync(folder, 0o700)],
    ['a folder above', (folder) => chmodSync(join(folder, '..'), 0o700)],
    ['.git', (folder) => chmodSync(join(folder, '.git'), 0o700)],
    ['the index', (folder) => chmodSync(join(folder, '.git/index'), 0o600)],
    ['the objects', (folder) => chmodSync(join(folder, '.git/objects'), 0o700)],
    ['the configuration', (folder) => chmodSync(join(folder, '.git/config'), 0o600)],
  ])('is denied: %s', async (_what, lock) => {
    const folder = await testFolder();
    chmodSync(folder, 0o755);
    createCheckout(join(folder, 'app'));
    lock(join(folder, 'app'));
    const read = await readOne(join(folder, 'app'), {}, nobody);
    expect(read).toMatchObject({ ok: false });
    expect(read.ok ? '' : read.reason).toBe('denied');
  });

  it('is no change: a file that looks changed and may not be compared', async () => {
    const folder = await testFolder();
    chmodSync(folder, 0o755);
    createCheckout(join(folder, 'app'));
    chmodSync(join(folder, 'app/main.py'), 0o600);
    utimesSync(join(folder, 'app/main.py'), 1, 1);
    expect(await readOne(join(folder, 'app'), {}, nobody)).toMatchObject({
      ok: true,
      value: { changes: 0, unjudged: 1 },
    });
  });
});

describe('a checkout that is none', () => {
  it.each<[what: string, make: (folder: string) => void, reason: string, detail: string]>([
    ['a plain folder', () => {}, 'malformed', 'is not a git checkout'],
    ['a broken .git', (folder) => mkdirSync(join(folder, '.git')), 'malformed', 'not a git checkout'],
    [
      'one without objects',
      (folder) => {
        createCheckout(folder);
        renameSync(join(folder, '.git/objects'), join(folder, '.git/gone'));
      },
      'malformed',
      'git cannot read',
    ],
  ])('is unseen: %s', async (_what, make, reason, detail) => {
    const folder = await testFolder();
    make(folder);
    expect(await readOne(folder)).toMatchObject({
      ok: false,
      reason,
      detail: expect.stringContaining(detail),
    });
  });

  it('is wanted only where the manifest names one, and SSH may look', () => {
    expect(checkout.wanted(aService(), aMachine())).toBe(false);
    expect(checkout.wanted(aService({ checkout: '/opt/a' }), aMachine())).toBe(true);
    expect(checkout.wanted(aService({ checkout: '/opt/a' }), aMachine({ ssh: false }))).toBe(false);
  });
});
