import { attribute } from '../../../src/comparison/readings/processes/table-instances.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { audit } from '../../../src/audit/audit.ts';
import type { AuditRequest } from '../../../src/report/request.ts';
import { createGitClient } from '../../../src/clients/git/git.ts';
import { createHttpClient } from '../../../src/clients/http/http.ts';
import { createSshClient } from '../../../src/clients/ssh/ssh.ts';
import { discover } from '../../../src/discover/discover.ts';
import { entryOf } from '../../../src/discover/draft/draft-entry.ts';
import { ServiceEntry as Entry } from '../../../src/inventory/entries.ts';
import type { ServiceEntry } from '../scene/planting.ts';
import { resolveManifest } from '../../../src/inventory/resolve.ts';
import type { Finding } from '../../../src/findings/finding.ts';
import type { Report } from '../../../src/report/report.ts';
import type { SystemdMachine } from '../servers/systemd-machine.ts';
import { comparing } from '../../../src/comparison/index.ts';

export type Keeper = {
  audit(services: ServiceEntry[], over?: { user?: string; only?: AuditRequest['only'] }): Promise<Report>;
  /** The services of the draft, unedited. */
  discover(user: string): Promise<ServiceEntry[]>;
  close(): void;
};

/** Audits a booted machine as the bot does. */
export function keeperOf({ host, keyPath, knownHostsPath }: SystemdMachine): Keeper {
  const folder = mkdtempSync(join(tmpdir(), 'driftwatch-zoo-'));
  const ssh = createSshClient({ knownHosts: knownHostsPath, keyPath, passphrase: null, agentSocket: null });
  const http = createHttpClient();
  const git = createGitClient({ cacheFolder: folder });
  return {
    async audit(services, { user = 'watcher', only = 'all' } = {}) {
      const { manifest } = resolveManifest({ machines: { zoo: { host, user } }, services });
      const tools = {
        clients: { ssh, http, repository: () => git },
        sshUser: user,
        comparing,
        sshConcurrency: 8,
        now: Date.now,
      };
      return await audit(manifest, { trigger: 'cli', service: null, machine: null, only }, tools, () => {});
    },
    async discover(user) {
      const pinning = {
        knownHosts: [knownHostsPath] satisfies [string],
        yes: true,
        ask: null,
        tell: () => {},
        timeoutMs: 10_000,
      };
      const limits = { connectMs: 10_000, sectionMs: 20_000, machineMs: 120_000, sectionCapBytes: 8_388_608 };
      const target = { host, user, port: null, name: 'zoo' };
      const tools = { ssh, http, pinning, limits, now: Date.now, attribute };
      const { draft } = await discover({ host, user, port: 22, jump: null }, target, null, tools);
      return draft.services.map((each) => Entry.parse(entryOf(each)));
    },
    close() {
      ssh.close();
      void http.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What nobody minds: that no health is declared, and that no commit is known. */
export function minded({ findings }: Pick<Report, 'findings'>): Finding[] {
  return findings.filter(({ type }) => type !== 'health_missing' && type !== 'version_unknown');
}
