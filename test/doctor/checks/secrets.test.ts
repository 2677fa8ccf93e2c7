import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { secrets } from '../../../src/doctor/checks/secrets.ts';
import { testFolder } from '../../support/machines/folder.ts';
import { aDoctorContext, lineText } from '../../support/doctor/scene.ts';

describe('the secrets check', () => {
  it('warns of what can be guessed, without showing it', async () => {
    const strong = '9f8e7d6c5b4a39281706f5e4d3c2b1a0';
    const env = { TRIGGER_TOKEN: 'hunter2', GITHUB_WEBHOOK_SECRET: strong };
    const lines = (await secrets.examine(await aDoctorContext({ env }))).map(lineText);
    expect(lines).toEqual([
      'warning TRIGGER_TOKEN: 7 characters, 7 of them different, are easy to guess → Set what `openssl rand -hex 32` prints, here and at the caller.',
      'ok GITHUB_WEBHOOK_SECRET: strong enough',
    ]);
    const same = await aDoctorContext({ env: { TRIGGER_TOKEN: 'a'.repeat(64) } });
    expect((await secrets.examine(same)).map(({ status }) => status)).toEqual(['warning']);
  });

  it('warns of an .env that others may read', async () => {
    const folder = join(await testFolder(), 'home');
    mkdirSync(folder);
    const file = join(folder, '.env');
    writeFileSync(file, 'LOG_LEVEL=info\n');
    const before = process.cwd();
    process.chdir(dirname(file));
    onTestFinished(() => process.chdir(before));
    const patient = await aDoctorContext();
    chmodSync(file, 0o644);
    expect((await secrets.examine(patient)).map(lineText)).toEqual([
      'warning .env: other users of this computer may read it (mode 644) → Run: chmod 600 .env',
    ]);
    chmodSync(file, 0o600);
    expect(await secrets.examine(patient)).toEqual([]);
  });
});
