import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { testFolder } from '../machines/folder.ts';
import { startSshd } from '../servers/sshd.ts';
import type { Sshd } from '../servers/sshd.ts';

/** Several real hosts of one site, which let the same key in; each takes `slow` seconds more to answer. */
export async function someSshHosts(addresses: readonly string[], slow: number) {
  const options = { config: ['MaxStartups 500', 'MaxSessions 500'], profile: `sleep ${slow}` };
  const hosts: Sshd[] = await Promise.all(
    addresses.map(async (host) => await startSshd({ host, ...options })),
  );
  const [first, ...others] = hosts;
  if (!first) throw new Error('no host');
  onTestFinished(async () => void (await Promise.all(hosts.map((host) => host.stop()))));
  for (const { authorizedKeysPath } of others)
    appendFileSync(authorizedKeysPath, readFileSync(`${first.keyPath}.pub`));
  const knownHosts = join(await testFolder(), 'known_hosts');
  writeFileSync(knownHosts, hosts.map(({ knownHostsPath }) => readFileSync(knownHostsPath, 'utf8')).join(''));
  return { hosts, access: { SSH_KEY_PATH: first.keyPath, SSH_KNOWN_HOSTS_PATH: knownHosts } };
}
