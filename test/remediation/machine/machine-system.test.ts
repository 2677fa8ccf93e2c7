import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testFolder } from '../../support/machines/folder.ts';
import { lacks } from '../../support/machines/system.ts';
import { aRealRemediation } from '../../support/remediation/real-scene.ts';

describe.skipIf(lacks(['sshd', 'openssh-server']))('on a real machine', () => {
  it('a secret file loses what others may do with it, and nothing else', async () => {
    const folder = await testFolder();
    const path = join(folder, "it's a $(secret).env");
    writeFileSync(path, 'TOKEN=x');
    chmodSync(path, 0o644);
    const { remedy } = await aRealRemediation(
      {},
      { services: [{ name: 'app', kind: 'stateful', files: [{ path, secret: true }] }] },
    );
    const done = await remedy('app', 'tighten-mode');
    expect(done).toMatchObject({ state: 'succeeded', outcome: { output: "./it's a $(secret).env" } });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'utf8')).toBe('TOKEN=x');
  });

  it.each(['a link', 'a folder on the way that leads to a trading bot'])(
    'a secret behind %s is left alone',
    async (what) => {
      const folder = await testFolder();
      const real = join(folder, what === 'a link' ? 'real' : 'shiva');
      mkdirSync(real);
      writeFileSync(join(real, '.env'), 'TOKEN=x');
      chmodSync(join(real, '.env'), 0o644);
      const path = what === 'a link' ? join(folder, '.env') : join(folder, 'way', '.env');
      symlinkSync(
        what === 'a link' ? join(real, '.env') : real,
        what === 'a link' ? path : join(folder, 'way'),
      );
      const { remedy } = await aRealRemediation(
        {},
        { services: [{ name: 'app', files: [{ path, secret: true }] }] },
      );
      const blocked = await remedy('app', 'tighten-mode');
      expect(blocked).toMatchObject({
        state: 'blocked',
        reason: expect.stringMatching(/is a link|trading bot shiva/),
      });
      expect(statSync(join(real, '.env')).mode & 0o777).toBe(0o644);
    },
  );

  it('an old lockfile of a dead process is removed, and a new one is not', async () => {
    const folder = await testFolder();
    const locks = ['old', 'new'].map((name) => join(folder, `${name}.pid`));
    for (const lock of locks) writeFileSync(lock, '4194303\n');
    const [old = '', fresh = ''] = locks;
    const hourAgo = Date.now() / 1000 - 3600;
    utimesSync(old, hourAgo, hourAgo);
    const services = [
      { name: 'quux-old', lockfile: old },
      { name: 'quux-new', lockfile: fresh },
    ];
    const { remedy } = await aRealRemediation({}, { services });
    expect(await remedy('quux-old', 'remove-lockfile')).toMatchObject({ state: 'succeeded' });
    expect(await remedy('quux-new', 'remove-lockfile')).toMatchObject({
      state: 'blocked',
      reason: expect.stringContaining('three minutes'),
    });
    expect(locks.map((lock) => existsSync(lock))).toEqual([false, true]);
  });
});
