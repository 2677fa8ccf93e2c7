import { openSshConfig } from '../../../src/clients/ssh/config-file.ts';
import { resolveHost } from '../../../src/clients/ssh/login.ts';
import { createSshClient } from '../../../src/clients/ssh/ssh.ts';
import type { SshOptions } from '../../../src/clients/ssh/ssh.ts';
import type { SshRun, SshClient } from '../../../src/clients/ssh/client.ts';
import type { SshHost } from '../../../src/clients/ssh/host.ts';
import { onTestFinished } from 'vitest';
import { startSshd } from '../servers/sshd.ts';
import type { Sshd, SshdOptions } from '../servers/sshd.ts';

export type Read = { end: Awaited<ReturnType<SshClient['run']>>; output: string };

/** The sshd as a host to connect to. */
export function hostOf({ host, port, user }: Sshd, jump: SshHost | null = null): SshHost {
  return { host, port, user, jump };
}

/** A client that knows the sshd and has its key. */
export function clientFor({ knownHostsPath, keyPath }: Sshd, options: Partial<SshOptions> = {}): SshClient {
  return createSshClient({
    knownHosts: knownHostsPath,
    keyPath,
    passphrase: null,
    agentSocket: null,
    ...options,
  });
}

/** Runs a script and keeps all that it prints. */
export async function read(
  client: SshClient,
  host: SshHost,
  script: string,
  run: Partial<SshRun> = {},
): Promise<Read> {
  const chunks: Buffer[] = [];
  const onOutput = (chunk: Buffer) => {
    chunks.push(chunk);
    return run.onOutput?.(chunk) ?? 'more';
  };
  const end = await client.run(host, {
    connectTimeoutMs: 10_000,
    deadlineMs: 20_000,
    ...run,
    script,
    onOutput,
  });
  return { end, output: Buffer.concat(chunks).toString() };
}

/** An sshd and a client for it, both gone when the test has ended. */
export async function scene(options: SshdOptions = {}, clientOptions: Partial<SshOptions> = {}) {
  const sshd = await startSshd(options);
  const client = clientFor(sshd, clientOptions);
  onTestFinished(async () => {
    client.close();
    await sshd.stop();
  });
  return { sshd, client, host: hostOf(sshd) };
}

/** A client that is closed when the test has ended. */
export function clientUntilEnd(sshd: Sshd, options: Partial<SshOptions> = {}): SshClient {
  const client = clientFor(sshd, options);
  onTestFinished(() => client.close());
  return client;
}

/** Nothing to log in with but what ssh_config names. */
export const noKeys = { keyPath: null, passphrase: null, agentSocket: null };

/** A host as the ssh_config at a path has it. */
export function throughConfig(host: string, path: string): SshHost {
  const wanted = { host, port: null, user: null, jump: null };
  return resolveHost(wanted, { user: 'nobody-at-all', config: openSshConfig(path)() });
}
