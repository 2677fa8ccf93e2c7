import { spawn } from 'node:child_process';
import { once } from 'node:events';
import ssh2 from 'ssh2';
import type { Connection } from 'ssh2';

import { keyPair } from './key-pair.ts';

export type DemoSshServer = { port: number; knownHostsLine: string; close(): void };

/**
 * An SSH server on loopback that runs commands in a real shell. It accepts one key only.
 * @param environment of the shell: its PATH holds the machine's stand-in executables
 */
export async function startDemoSshServer(
  clientKey: string,
  environment: NodeJS.ProcessEnv,
): Promise<DemoSshServer> {
  const hostKey = keyPair();
  const allowed = ssh2.utils.parseKey(clientKey);
  if (allowed instanceof Error) throw allowed;
  const connections = new Set<Connection>();

  const server = new ssh2.Server({ hostKeys: [hostKey.private] }, (connection) => {
    connections.add(connection);
    connection.on('close', () => connections.delete(connection)).on('error', () => connection.end());
    connection.on('authentication', (attempt) => {
      if (attempt.method !== 'publickey') return attempt.reject(['publickey']);
      if (!attempt.key.data.equals(allowed.getPublicSSH())) return attempt.reject(['publickey']);
      const signed =
        !attempt.signature ||
        allowed.verify(attempt.blob ?? Buffer.alloc(0), attempt.signature, attempt.hashAlgo);
      return signed ? attempt.accept() : attempt.reject(['publickey']);
    });
    connection.on('session', (accept) => {
      accept().on('exec', (acceptExec, _reject, { command }) => {
        const channel = acceptExec();
        const shell = spawn('sh', ['-c', command], { env: environment, detached: true });
        channel.pipe(shell.stdin);
        shell.stdin.on('error', () => {});
        shell.stdout.pipe(channel, { end: false });
        shell.stderr.pipe(channel.stderr, { end: false });
        shell.on('close', (code) => {
          channel.exit(code ?? 1);
          channel.end();
        });
        channel.on('close', () => {
          if (shell.exitCode === null && shell.pid !== undefined) killGroup(shell.pid);
        });
      });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the demo SSH server has no port');
  const { port } = address;

  return {
    port,
    knownHostsLine: `[127.0.0.1]:${port} ${hostKey.public.trim()}`,
    close() {
      for (const connection of connections) connection.end();
      server.close();
    },
  };
}

function killGroup(pid: number) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // it ended by itself in the meantime
  }
}
