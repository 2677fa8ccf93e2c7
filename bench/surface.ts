import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { join } from 'node:path';

// What the services of the benches have that can be looked at.

/** `whole`: a lockfile, a declared file, a scanned folder, a checkout and a second interface besides their processes. */
export type Surface = 'processes' | 'whole';

export function serviceName(machine: number, service: number): string {
  return `service-${machine}-${service}`;
}

/** An entry of the manifest, and what it speaks of below `folder`. */
export function serviceOn(
  folder: string,
  machine: number,
  service: number,
  { surface, healthUrl }: { surface: Surface; healthUrl: string },
) {
  const name = serviceName(machine, service);
  const entry = { name, machine: `m${machine}`, risk_tier: 'HIGH' as const, process: name };
  return surface === 'whole' ? { ...entry, ...extras(join(folder, name), healthUrl) } : entry;
}

/** Answers as each service. */
export async function startHealth(): Promise<{ url: string; server: Server }> {
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
