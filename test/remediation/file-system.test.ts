import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { testFolder } from '../folder.ts';
import { lacks } from '../system.ts';
import { aRealDesk } from './real-scene.ts';

const alpha = { name: 'alpha', kind: 'trading' as const, risk_tier: 'CRITICAL' as const };

async function aLock(path: string): Promise<void> {
  writeFileSync(path, '4194303\n');
  const hourAgo = Date.now() / 1000 - 3600;
  utimesSync(path, hourAgo, hourAgo);
}

async function remedy(lockfile: string, trading: object) {
  const services = [
    { name: 'quux', lockfile },
    { ...alpha, ...trading },
  ];
  const { remedy } = await aRealDesk({}, { services });
  return await remedy('quux', 'remove-lockfile');
}

describe.skipIf(lacks(['sshd', 'openssh-server'], ['flock', 'util-linux']))('a file by another name', () => {
  it.each<[string, (bot: string, other: string) => { lockfile: string; trading: object }]>([
    [
      'below the real place of a checkout that is a link',
      (bot, other) => {
        symlinkSync(bot, join(other, 'checkout'));
        return { lockfile: join(bot, 'run.pid'), trading: { checkout: join(other, 'checkout') } };
      },
    ],
    [
      'that is a hard link of a trading lock',
      (bot, other) => {
        linkSync(join(bot, 'run.pid'), join(other, 'mine.pid'));
        return { lockfile: join(other, 'mine.pid'), trading: { lockfile: join(bot, 'run.pid') } };
      },
    ],
    [
      'in another spelling',
      (bot) => ({ lockfile: join(bot, 'run.pid'), trading: { lockfile: join(bot, 'RUN.pid') } }),
    ],
  ])('%s is left alone', async (_, make) => {
    const folder = await testFolder();
    const [bot, other] = [join(folder, 'bot'), join(folder, 'other')];
    for (const each of [bot, other]) mkdirSync(each);
    await aLock(join(bot, 'run.pid'));
    const { lockfile, trading } = make(bot, other);
    expect(await remedy(lockfile, trading)).toMatchObject({
      state: 'blocked',
      reason: expect.stringContaining('belongs to a trading service'),
    });
    expect(existsSync(join(bot, 'run.pid'))).toBe(true);
  });

  it.skipIf(process.getuid?.() !== 0)('behind a bind mount of a trading folder is left alone', async () => {
    const folder = await testFolder();
    const [bot, way] = [join(folder, 'bot'), join(folder, 'way')];
    mkdirSync(join(bot, 'conf'), { recursive: true });
    mkdirSync(way);
    await aLock(join(bot, 'conf', 'run.pid'));
    execFileSync('mount', ['--bind', join(bot, 'conf'), way]);
    onTestFinished(() => void execFileSync('umount', [way]));
    expect(await remedy(join(way, 'run.pid'), { checkout: bot })).toMatchObject({
      state: 'blocked',
      reason: expect.stringContaining(`${bot}, which belongs to a trading service`),
    });
    expect(existsSync(join(bot, 'conf', 'run.pid'))).toBe(true);
  });

  it('in a folder that everybody may write is left alone', async () => {
    const folder = await testFolder();
    await aLock(join(folder, 'run.pid'));
    chmodSync(folder, 0o777);
    expect(await remedy(join(folder, 'run.pid'), {})).toMatchObject({
      state: 'blocked',
      reason: expect.stringContaining('everybody may write its folder'),
    });
  });

  it('that a process has locked is no stale lock', async () => {
    const folder = await testFolder();
    const lock = join(folder, 'run.pid');
    await aLock(lock);
    const holder = spawn('flock', [lock, 'sh', '-c', 'echo held; exec sleep 600'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    onTestFinished(() => void holder.kill('SIGKILL'));
    await new Promise((resolve) => holder.stdout.once('data', resolve));
    expect(statSync(lock).size).toBe(8);
    expect(await remedy(lock, {})).toMatchObject({
      state: 'blocked',
      reason: expect.stringContaining('a process holds it'),
    });
    expect(existsSync(lock)).toBe(true);
  });
});
