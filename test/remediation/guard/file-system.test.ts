import { execFileSync } from 'node:child_process';
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
import { testFolder } from '../../support/machines/folder.ts';
import { readEvidence } from '../../../src/remediation/guard/evidence.ts';
import { actScript } from '../../../src/remediation/guard/program.ts';
import { wished } from '../../support/remediation/guard-verdict.ts';
import { lacks } from '../../support/machines/system.ts';
import { aRealRemediation } from '../../support/remediation/real-scene.ts';

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
  const { remedy } = await aRealRemediation({}, { services });
  return await remedy('quux', 'remove-lockfile');
}

describe.skipIf(lacks(['sshd', 'openssh-server'], ['flock', 'util-linux'], ['python3', 'python3']))(
  'a file by another name',
  () => {
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

    it.skipIf(process.getuid?.() !== 0)('that is one file, bind-mounted, keeps its mode', async () => {
      const folder = await testFolder();
      const [bot, other] = [join(folder, 'bot.env'), join(folder, 'mine.env')];
      for (const path of [bot, other]) writeFileSync(path, 'TOKEN=x', { mode: 0o644 });
      execFileSync('mount', ['--bind', bot, other]);
      onTestFinished(() => void execFileSync('umount', [other]));
      const services = [
        { name: 'quux', files: [{ path: other, secret: true }] },
        { ...alpha, files: [{ path: bot, secret: true }] },
      ];
      const { remedy } = await aRealRemediation({}, { services });
      expect(await remedy('quux', 'tighten-mode')).toMatchObject({
        state: 'blocked',
        reason: expect.stringContaining(`${bot}, which belongs to a trading service`),
      });
      expect(statSync(bot).mode & 0o777).toBe(0o644);
    });

    it('whose folder is swapped in the middle of the act is removed from the one that was looked at', async () => {
      const folder = await testFolder();
      const [own, bot] = [join(folder, 'own'), join(folder, 'bot')];
      for (const each of [own, bot]) {
        mkdirSync(each);
        await aLock(join(each, 'run.pid'));
      }
      const argv = [
        'find',
        join(own, 'run.pid'),
        '-prune',
        '-type',
        'f',
        '-mmin',
        '+1',
        '-exec',
        'rm',
        '-f',
        '{}',
        ';',
      ];
      const { claims, look } = wished({
        action: 'remove-lockfile',
        argv,
        services: [{ name: 'quux', lockfile: join(own, 'run.pid') }],
      });
      const approved = readEvidence(execFileSync('sh', { input: look, encoding: 'utf8' }))?.approved ?? [];
      const marks = await testFolder();
      // A find that swaps the folders before it begins: later than any look, and as early as any act.
      const bin = join(folder, 'bin');
      mkdirSync(bin);
      const swap = `mv '${own}' '${folder}/away' && ln -s '${bot}' '${own}'`;
      writeFileSync(join(bin, 'find'), `#!/bin/sh\n${swap}\nPATH=\${PATH#*:} exec find "$@"\n`, {
        mode: 0o755,
      });
      execFileSync('sh', ['-s', '--', ...argv], {
        input: actScript(claims, approved, 'id-1').replaceAll('/var/tmp', marks),
        env: { ...process.env, PATH: `${bin}:${process.env['PATH']}` },
      });
      expect(existsSync(join(bot, 'run.pid'))).toBe(true);
      expect(existsSync(join(folder, 'away', 'run.pid'))).toBe(false);
    });

    it('in a folder that everybody may write is left alone', async () => {
      const folder = await testFolder();
      await aLock(join(folder, 'run.pid'));
      chmodSync(folder, 0o777);
      expect(await remedy(join(folder, 'run.pid'), {})).toMatchObject({
        state: 'blocked',
        reason: expect.stringContaining('everybody may write to its folder'),
      });
    });
  },
);
