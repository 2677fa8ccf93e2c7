import { execFileSync, spawn } from 'node:child_process';
import { existsSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { testFolder } from '../../support/machines/folder.ts';
import { wished } from '../../support/remediation/guard-verdict.ts';
import { lacks } from '../../support/machines/system.ts';
import { aRealRemediation } from '../../support/remediation/real-scene.ts';

async function aLock(path: string): Promise<void> {
  writeFileSync(path, '4194303\n');
  const hourAgo = Date.now() / 1000 - 3600;
  utimesSync(path, hourAgo, hourAgo);
}

async function remedy(lockfile: string) {
  const { remedy } = await aRealRemediation({}, { services: [{ name: 'quux', lockfile }] });
  return await remedy('quux', 'remove-lockfile');
}

describe.skipIf(lacks(['sshd', 'openssh-server'], ['flock', 'util-linux'], ['python3', 'python3']))(
  'a lock that somebody holds',
  () => {
    it.each<[string, (lock: string) => string[]]>([
      ['flock', (lock) => ['flock', lock, 'sh', '-c', 'echo held; exec sleep 600']],
      [
        'fcntl',
        (lock) => [
          'python3',
          '-c',
          'import fcntl, sys, time; lock = open(sys.argv[1], "r+"); fcntl.lockf(lock, fcntl.LOCK_EX); print("held", flush=True); time.sleep(600)',
          lock,
        ],
      ],
      [
        'fcntl, by an open file',
        (lock) => [
          'python3',
          '-c',
          'import fcntl, struct, sys, time; lock = open(sys.argv[1], "r+"); fcntl.fcntl(lock, 37, struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, 0, 0, 0)); print("held", flush=True); time.sleep(600)',
          lock,
        ],
      ],
      [
        // F_SETLEASE, F_WRLCK
        'a lease',
        (lock) => [
          'python3',
          '-c',
          'import fcntl, signal, sys, time; signal.signal(signal.SIGIO, signal.SIG_IGN); lock = open(sys.argv[1], "r"); fcntl.fcntl(lock, 1024, fcntl.F_RDLCK); print("held", flush=True); time.sleep(600)',
          lock,
        ],
      ],
    ])('that a process has locked by %s is no stale lock', async (_, holding) => {
      const folder = await testFolder();
      const lock = join(folder, 'run.pid');
      await aLock(lock);
      const [program = '', ...args] = holding(lock);
      const holder = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'] });
      onTestFinished(() => void holder.kill('SIGKILL'));
      await new Promise((resolve) => holder.stdout.once('data', resolve));
      // Without fuser: the kernel's own list must say it.
      const services = [{ name: 'quux', lockfile: lock }];
      const argv = ['find', lock, '-prune', '-exec', 'rm', '-f', '{}', ';'];
      const { look, why } = wished({ action: 'remove-lockfile', argv, services });
      const blind = look.replaceAll('command -v', 'false');
      expect(why(execFileSync('sh', { input: blind, encoding: 'utf8' }))).toContain('a process has it');
      expect(await remedy(lock)).toMatchObject({
        state: 'blocked',
        reason: expect.stringContaining('a process has it'),
      });
      expect(existsSync(lock)).toBe(true);
    });
  },
);
