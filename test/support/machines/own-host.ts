import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { testFolder } from './folder.ts';
import { startSshd } from '../servers/sshd.ts';
import type { Sshd } from '../servers/sshd.ts';
import { startNamespace } from './own-network.ts';
import { lacks, which } from './system.ts';

/** A machine with a process table and a network of its own. */
export type OwnHost = Sshd & {
  /** Starts a program of this name there, over SSH, which stays when the session has ended. */
  start(name: string): void;
};

/** Does this machine let us make others? It takes root, and a kernel that has namespaces and veth. */
export function lacksOwnHosts(): boolean {
  const programs = [
    ['sshd', 'openssh-server'],
    ['ssh', 'openssh-client'],
    ['ip', 'iproute2'],
    ['unshare', 'util-linux'],
  ] as const;
  if (lacks(...programs.map(([program, name]): [string, string] => [program, name]))) return true;
  const probe = [
    '-n',
    'sh',
    '-c',
    'ip link add dw0 type veth peer name dw1 && unshare --pid --fork --mount-proc true',
  ];
  if (process.getuid?.() === 0 && spawnSync('unshare', probe).status === 0) return false;
  const text = 'needs root, and a kernel with network and pid namespaces and veth';
  if (process.env['CI'] || process.env['DRIFTWATCH_ALL_TESTS']) throw new Error(text);
  process.stderr.write(`skipped, ${text}\n`);
  return true;
}

/** @param index 0 to 60, unlike that of any other host of the test: it gives the host its address */
export async function startOwnHost(index: number): Promise<OwnHost> {
  const { name, there } = startNamespace(index);
  const folder = await testFolder();
  const program = join(folder, 'sshd');
  const own = 'unshare --pid --fork --mount-proc --kill-child';
  const script = `#!/bin/sh\nexec ip netns exec ${name} ${own} ${which('sshd')} "$@"\n`;
  writeFileSync(program, script, { mode: 0o755 });
  const sshd = await startSshd({ host: there, port: 2222, program });
  onTestFinished(() => sshd.stop());
  return {
    ...sshd,
    start(title) {
      const file = join(folder, 'bin', title);
      mkdirSync(join(folder, 'bin'), { recursive: true });
      if (!existsSync(file)) copyFileSync(which('sleep') ?? '', file);
      const options = ['-p', '2222', '-i', sshd.keyPath, '-o', `UserKnownHostsFile=${sshd.knownHostsPath}`];
      const command = `'${file}' 600 </dev/null >/dev/null 2>&1 &`;
      execFileSync('ssh', ['-F', 'none', ...options, `${sshd.user}@${there}`, command], { cwd: tmpdir() });
    },
  };
}
