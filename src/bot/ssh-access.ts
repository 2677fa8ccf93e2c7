import { createSshClient } from '../clients/ssh/ssh.ts';
import type { SshOptions } from '../clients/ssh/ssh.ts';
import type { SshClient } from '../clients/ssh/client.ts';
import type { Env } from '../env/env.ts';

/** Where host keys are pinned; messages name the first of them. */
export function knownHostsOf({ sshKnownHostsPath }: Pick<Env, 'sshKnownHostsPath'>): [string, string] {
  return [sshKnownHostsPath, '/etc/ssh/ssh_known_hosts'];
}

/** SSH access to machines, from the environment. */
export function accessOf({ sshKeyPath, sshKeyPassphrase, sshAgentSocket, ...env }: Env): SshOptions {
  const keys = { keyPath: sshKeyPath, passphrase: sshKeyPassphrase, agentSocket: sshAgentSocket };
  return { knownHosts: knownHostsOf(env), ...keys };
}

export function sshClient(env: Env): SshClient {
  return createSshClient(accessOf(env));
}
