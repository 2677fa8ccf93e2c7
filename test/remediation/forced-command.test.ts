import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createSshExecutor } from '../../src/clients/ssh-exec.ts';
import { hostOf } from '../clients/ssh-scene.ts';
import { startSshd } from '../sshd.ts';
import { lacks } from '../system.ts';

const docs = readFileSync(new URL('../../docs/remediation.md', import.meta.url), 'utf8');
const script = /```sh\n([^]*?)```/.exec(docs)?.[1] ?? '';

describe.skipIf(lacks(['sshd', 'openssh-server']))('the forced command of the docs', () => {
  it('lets through what it lists, word for word, and nothing else', async () => {
    const sshd = await startSshd();
    const lock = join(sshd.folder, 'relay.pid');
    const program = join(sshd.folder, 'action');
    writeFileSync(program, script.replaceAll('/run/relay.pid', lock).replaceAll('-mmin +1', '-mmin -1'), {
      mode: 0o755,
    });
    const keys = readFileSync(sshd.authorizedKeysPath, 'utf8');
    writeFileSync(sshd.authorizedKeysPath, keys.replaceAll(/^(?=ssh-)/gm, `restrict,command="${program}" `));
    const access = {
      knownHosts: sshd.knownHostsPath,
      keyPath: sshd.keyPath,
      passphrase: null,
      agentSocket: null,
    };
    const executor = createSshExecutor(access);
    onTestFinished(async () => {
      executor.close();
      await sshd.stop();
    });
    const run = (argv: string[]) =>
      executor.exec(hostOf(sshd), { argv, connectTimeoutMs: 10_000, deadlineMs: 10_000, capBytes: 4096 });
    const remove = [
      'find',
      lock,
      '-prune',
      '-type',
      'f',
      '-mmin',
      '-1',
      '-print',
      '-exec',
      'rm',
      '-f',
      '{}',
      ';',
    ];

    writeFileSync(lock, '77');
    for (const other of [
      [...remove, ';', 'id'],
      ['id'],
      ['docker', 'restart', 'shiva'],
      remove.with(1, '/etc/passwd'),
    ])
      expect(await run(other)).toMatchObject({ status: 126, output: 'this key may not do that\n' });
    expect(existsSync(lock)).toBe(true);
    expect(await run(remove)).toMatchObject({ status: 0, output: `${lock}\n` });
    expect(existsSync(lock)).toBe(false);
  });
});
