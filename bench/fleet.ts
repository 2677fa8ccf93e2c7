import { execFileSync, spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveManifest } from '../src/inventory/resolve.ts';
import type { Manifest } from '../src/inventory/manifest.ts';
import { startSshd } from '../test/support/servers/sshd.ts';
import type { Sshd } from '../test/support/servers/sshd.ts';

export type BenchFleet = {
  folder: string;
  keyPath: string;
  knownHostsPath: string;
  /** an ssh_config(5) in which machine n is `mn` */
  configPath: string;
  manifest: Manifest;
  connections(): number;
  stop(): Promise<void>;
};

/**
 * `machines` real OpenSSH servers on loopback that let one key in, and a manifest of `services` on each, all of which
 * run: what is down would be looked at twice. With the whole surface each service has a lockfile, a declared file, a scanned folder, a checkout and a second interface;
 * containers and jobs are left to hosts that have an engine and a manager.
 */
export async function startBenchFleet(
  machines: number,
  services: number,
  surface: 'processes' | 'whole',
): Promise<BenchFleet> {
  const folder = mkdtempSync(join(tmpdir(), 'driftwatch-bench-'));
  const at = (name: string) => join(folder, name);
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', at('key')]);
  const servers: Sshd[] = [];
  for (let index = 0; index < machines; index += 1) servers.push(await startSshd());
  for (const server of servers) {
    appendFileSync(server.authorizedKeysPath, readFileSync(at('key.pub')));
    appendFileSync(at('known_hosts'), readFileSync(server.knownHostsPath));
  }
  writeFileSync(at('config'), servers.map((server, index) => sshConfig(server, index, folder)).join(''));

  const health = await startHealth();
  const { manifest } = resolveManifest({
    machines: Object.fromEntries(
      servers.map(({ host, port, user }, index) => [`m${index}`, { host, port, user }]),
    ),
    services: servers.flatMap((_, machine) =>
      Array.from({ length: services }, (_, service) => ({
        name: `service-${machine}-${service}`,
        machine: `m${machine}`,
        risk_tier: 'HIGH' as const,
        process: `service-${machine}-${service}`,
        ...(surface === 'whole' ? extras(at(`m${machine}-${service}`), health.url) : {}),
      })),
    ),
  });
  // All machines of one host share its process table.
  const processes = manifest.services.map(({ name }) =>
    spawn('sleep', ['3600'], { argv0: name, stdio: 'ignore' }),
  );
  return {
    folder,
    keyPath: at('key'),
    knownHostsPath: at('known_hosts'),
    configPath: at('config'),
    manifest,
    connections: () => servers.reduce((sum, server) => sum + server.connections(), 0),
    async stop() {
      for (const process of processes) process.kill();
      health.server.close();
      await Promise.all(servers.map((server) => server.stop()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Answers as each service. */
async function startHealth(): Promise<{ url: string; server: Server }> {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'application/json').end('{"status":"ok","version":"1.0.0"}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/health`, server };
}

function extras(home: string, health_url: string) {
  const git = (...args: string[]) => execFileSync('git', ['-C', home, ...args], { stdio: 'ignore' });
  mkdirSync(home);
  for (const name of ['lock', 'app.conf', '.env']) writeFileSync(join(home, name), '1\n', { mode: 0o600 });
  git('init', '-q', '-b', 'main');
  git('add', 'app.conf');
  git('-c', 'user.name=bench', '-c', 'user.email=bench@example.invalid', 'commit', '-q', '-m', 'first');
  return {
    lockfile: join(home, 'lock'),
    files: [{ path: join(home, 'app.conf'), mode: '600' }],
    scan: [home],
    checkout: home,
    health_url,
    interfaces: ['localhost'],
  };
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
