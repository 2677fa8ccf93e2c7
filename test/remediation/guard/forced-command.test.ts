import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runGuard } from '../../../src/cli/guard.ts';
import { createSshExecutor } from '../../../src/clients/ssh/exec.ts';
import { readEvidence } from '../../../src/remediation/guard/evidence.ts';
import { actScript, REFUSED } from '../../../src/remediation/guard/program.ts';
import { hostOf } from '../../support/clients/ssh-scene.ts';
import { startSshd } from '../../support/servers/sshd.ts';
import { lacks } from '../../support/machines/system.ts';

const docs = readFileSync(new URL('../../../docs/remediation.md', import.meta.url), 'utf8');
const script = /```sh\n([^]*?)```/.exec(docs)?.[1] ?? '';

describe.skipIf(lacks(['sshd', 'openssh-server']))('the forced command of the docs', () => {
  it('lets through what it lists, word for word, and nothing else', async () => {
    const sshd = await startSshd();
    const lock = join(sshd.folder, 'relay.pid');
    const program = join(sshd.folder, 'action');
    const guard = join(sshd.folder, 'guard');
    runGuard((text) => writeFileSync(guard, text));
    const forced = script
      .replaceAll('/run/relay.pid', lock)
      .replaceAll('-mmin +1', '-mmin -1')
      .replaceAll('/usr/local/lib/driftwatch-guard', guard);
    writeFileSync(program, forced, { mode: 0o755 });
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
    const run = (argv: string[], input = '') =>
      executor.exec(hostOf(sshd), {
        argv,
        input,
        connectTimeoutMs: 10_000,
        deadlineMs: 30_000,
        capBytes: 65_536,
      });
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
    const once = randomUUID();
    const nobody = { paths: [], names: [] };
    const looked = await run(['sh', '-s', '--', ...remove], 'touch /run/anything');
    const approved = readEvidence(looked.output)?.approved ?? [];
    expect(approved).toContain(`at ${realpathSync(lock)}`);
    const changed = actScript(nobody, approved.with(1, 'something else'), once);
    expect(await run(['sh', '-s', '--', ...remove], changed)).toMatchObject({
      status: REFUSED,
      output: 'driftwatch changed folder\n',
    });
    expect(existsSync(lock)).toBe(true);
    expect(await run(['sh', '-s', '--', ...remove], actScript(nobody, approved, once))).toMatchObject({
      status: 0,
      output: './relay.pid\n',
    });
    expect(existsSync(lock)).toBe(false);
    rmdirSync(`/var/tmp/driftwatch-ran-${once}`);
  });
});
