import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveManifest } from '../../src/inventory/resolve.ts';
import type { Manifest } from '../../src/inventory/manifest.ts';
import { quote } from '../../src/text/quote.ts';
import { startSshd } from '../../test/support/servers/sshd.ts';
import type { Sshd } from '../../test/support/servers/sshd.ts';
import { which } from '../../test/support/machines/system.ts';
import { serviceName, serviceOn, startHealth } from '../surface.ts';
import type { Surface } from '../surface.ts';

export type BenchFleet = {
  folder: string;
  keyPath: string;
  knownHostsPath: string;
  /** an ssh_config(5) in which machine n is `mn` */
  configPath: string;
  manifest: Manifest;
  /** the same, as a person writes it */
  manifestPath: string;
  connections(): number;
  stop(): Promise<void>;
};

/**
 * `machines` real OpenSSH servers on loopback that let one key in, each with a process table of its own, and a manifest of
 * `services` on each, all of which run: what is down would be looked at twice. Containers and jobs are left to hosts that
 * have an engine and a manager. Needs root.
 */
export async function startBenchFleet(
  machines: number,
  services: number,
  surface: Surface,
): Promise<BenchFleet> {
  const folder = mkdtempSync(join(tmpdir(), 'driftwatch-bench-'));
  const at = (name: string) => join(folder, name);
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', at('key')]);
  const servers: Sshd[] = [];
  const numbers = [...Array(services).keys()];
  for (let index = 0; index < machines; index += 1) {
    const names = numbers.map((service) => serviceName(index, service));
    const program = machineOf(at(`machine-${index}`), names);
    // Ansible copies what it runs.
    servers.push(await startSshd({ program, config: ['Subsystem sftp internal-sftp'] }));
  }
  for (const server of servers) {
    appendFileSync(server.authorizedKeysPath, readFileSync(at('key.pub')));
    appendFileSync(at('known_hosts'), readFileSync(server.knownHostsPath));
  }
  writeFileSync(at('config'), servers.map((server, index) => sshConfig(server, index, folder)).join(''));

  const health = await startHealth();
  const written = {
    machines: Object.fromEntries(
      servers.map(({ host, port, user }, index) => [`m${index}`, { host, port, user }]),
    ),
    services: servers.flatMap((_, machine) =>
      numbers.map((service) => serviceOn(folder, machine, service, { surface, healthUrl: health.url })),
    ),
  };
  writeFileSync(at('manifest.json'), JSON.stringify(written));
  const { manifest } = resolveManifest(written);
  return {
    folder,
    keyPath: at('key'),
    knownHostsPath: at('known_hosts'),
    configPath: at('config'),
    manifest,
    manifestPath: at('manifest.json'),
    connections: () => servers.reduce((sum, server) => sum + server.connections(), 0),
    async stop() {
      health.server.close();
      await Promise.all(servers.map((server) => server.stop()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** sshd in a pid namespace of its own, with the processes of these names. @returns the program that starts it */
function machineOf(path: string, names: readonly string[]): string {
  const start = names.map((name) => `(exec -a ${quote(name)} sleep 3600) &`).join('\n');
  const sshd = which('sshd') ?? 'sshd';
  const inside = `[ "$1" = -t ] || {\n${start}\n}\nexec ${quote(sshd)} "$@"`;
  writeFileSync(
    path,
    `#!/bin/sh\nexec unshare --pid --fork --mount-proc --kill-child bash -c ${quote(inside)} bash "$@"\n`,
  );
  chmodSync(path, 0o700);
  return path;
}

function sshConfig({ host, port, user }: Sshd, index: number, folder: string): string {
  return `Host m${index}
  HostName ${host}
  Port ${port}
  User ${user}
  IdentityFile ${join(folder, 'key')}
  IdentitiesOnly yes
  UserKnownHostsFile ${join(folder, 'known_hosts')}
  BatchMode yes
`;
}
