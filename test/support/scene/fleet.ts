import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { audit } from '../../../src/audit/audit.ts';
import { createGitClient } from '../../../src/clients/git/git.ts';
import { createHttpClient } from '../../../src/clients/http/http.ts';
import { resolveManifest } from '../../../src/inventory/resolve.ts';
import type { Report } from '../../../src/report/report.ts';
import { clientUntilEnd } from '../clients/ssh-scene.ts';
import { testFolder } from '../machines/folder.ts';
import { startSshd } from '../servers/sshd.ts';
import type { Sshd, SshdOptions } from '../servers/sshd.ts';
import { plant } from './planting.ts';
import type { Planted, ServiceEntry } from './planting.ts';
import { comparing } from '../../../src/comparison/index.ts';

export type Fleet = {
  machines: Record<string, { host: string; port: number; user?: string }>;
  /** what must be found of the machines themselves */
  finds: string[];
  planted: Planted[];
  audit(services: ServiceEntry[]): Promise<Report>;
};

async function startUntilEnd(options: SshdOptions): Promise<Sshd> {
  const sshd = await startSshd(options);
  onTestFinished(() => sshd.stop());
  return sshd;
}

/**
 * A machine on which all is planted, and four that cannot be read: another key than the pinned one, none pinned,
 * nobody there, no job manager. One key opens all of them.
 */
export async function startFleet(options: SshdOptions): Promise<Fleet> {
  const box = await startUntilEnd(options);
  const others = ['127.0.0.2', '127.0.0.3', '127.0.0.4'].map((host) => startUntilEnd({ host }));
  const [moved, unpinned, jobless] = (await Promise.all(others)) as [Sshd, Sshd, Sshd];
  for (const { authorizedKeysPath } of [moved, unpinned, jobless])
    appendFileSync(authorizedKeysPath, readFileSync(box.authorizedKeysPath));
  const wrong = `[${moved.host}]:${moved.port} ${box.hostKeys[0]}\n`;
  const pinned = [box, jobless].map(({ knownHostsPath }) => readFileSync(knownHostsPath, 'utf8'));
  const knownHosts = join(box.folder, 'known_hosts_of_the_fleet');
  writeFileSync(knownHosts, [...pinned, wrong].join(''));
  const ssh = clientUntilEnd(box, { knownHosts });
  const http = createHttpClient();
  onTestFinished(() => http.close());
  const git = createGitClient({ cacheFolder: await testFolder() });
  const machine = ({ host, port, user }: Sshd) => ({ host, port, user });
  const dead = { host: '127.0.0.5', port: 1 };
  const machines = {
    box: machine(box),
    moved: machine(moved),
    unpinned: machine(unpinned),
    jobless: machine(jobless),
    dead,
  };
  return {
    machines,
    finds: [
      'host_key_changed - moved CRITICAL',
      'host_key_unknown - unpinned HIGH',
      'machine_unreachable - dead HIGH',
      'probe_failed - jobless HIGH',
    ],
    planted: [
      plant('on-moved', { machine: 'moved', status: 'unknown' }),
      plant('on-unpinned', { machine: 'unpinned', status: 'unknown' }),
      plant('on-jobless', { machine: 'jobless', launchd_label: 'scene.any', status: 'unknown' }),
      plant('well-on-jobless', { machine: 'jobless' }),
      plant('on-dead', {
        machine: 'dead',
        answer: null,
        health: { urls: { lan: `http://${dead.host}:${dead.port}/` } },
        status: 'unknown',
      }),
    ],
    audit: async (services) => {
      const { manifest } = resolveManifest({ machines, services });
      const clients = { ssh, http, repository: () => git };
      const tools = { clients, sshUser: box.user, comparing, sshConcurrency: 8, now: Date.now };
      const request = { trigger: 'cli', service: null, machine: null, only: 'all' } as const;
      return await audit(manifest, request, tools, () => {});
    },
  };
}
