import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { openSshConfig } from '../../../src/clients/ssh/config-file.ts';
import { createHttpClient } from '../../../src/clients/http/http.ts';
import { createSshClient } from '../../../src/clients/ssh/ssh.ts';
import { comparing } from '../../../src/comparison/index.ts';
import { resolveManifest } from '../../../src/inventory/resolve.ts';
import { reprobe } from '../../../src/remediation/machine/reprobe.ts';
import { scene } from '../clients/ssh-scene.ts';
import { testFolder } from '../machines/folder.ts';
import type { Sshd } from '../servers/sshd.ts';

type File = Parameters<typeof resolveManifest>[0];
export type Machines = NonNullable<File['machines']>;

/** One look at `web` on `box`, a real sshd. */
export async function look(
  over: (sshd: Sshd) => { machines?: Machines; services?: File['services'] },
  config?: string,
) {
  const { sshd } = await scene({});
  const ssh = createSshClient({
    knownHosts: sshd.knownHostsPath,
    keyPath: sshd.keyPath,
    passphrase: null,
    agentSocket: null,
  });
  const http = createHttpClient();
  onTestFinished(async () => {
    ssh.close();
    await http.close();
  });
  const { machines = {}, services = [] } = over(sshd);
  const { manifest } = resolveManifest({
    machines: { box: { host: sshd.host, port: sshd.port, user: sshd.user }, ...machines },
    defaults: { machine: 'box', kind: 'stateless', risk_tier: 'LOW' },
    services: [{ name: 'web', process: 'no-such-program-anywhere' }, ...services],
  });
  const sshConfig = config === undefined ? null : join(await testFolder(), 'config');
  if (sshConfig !== null) writeFileSync(sshConfig, config ?? '');
  const tools = {
    clients: { ssh, http, repository: () => expect.unreachable('nothing here has a repository') },
    comparing,
    sshUser: sshd.user,
    sshConcurrency: 4,
    ...(sshConfig === null ? {} : { sshConfig: openSshConfig(sshConfig) }),
    now: Date.now,
  };
  const [service] = manifest.services;
  if (!service) throw new Error('the manifest has a service');
  return { sshd, manifest, service, tools, seen: await reprobe(manifest, service, tools) };
}
