import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { audit } from '../../src/audit/audit.ts';
import { createGitClient } from '../../src/clients/git/git.ts';
import { createHttpClient } from '../../src/clients/http/http.ts';
import { createSshClient } from '../../src/clients/ssh/ssh.ts';
import { resolveManifest } from '../../src/inventory/resolve.ts';
import type { Report } from '../../src/report/report.ts';
import { testFolder } from '../support/machines/folder.ts';
import { serve } from '../support/probes/run-scene.ts';
import { createRepository } from '../support/repositories.ts';
import { startSshd } from '../support/servers/sshd.ts';
import type { Sshd } from '../support/servers/sshd.ts';
import { lacks } from '../support/machines/system.ts';
import { comparing } from '../../src/comparison/index.ts';

const days = (count: number) => new Date(Date.now() - count * 86_400_000).toISOString();

/** A process that calls itself `command`, until the test ends. */
function start(command: string, file = 'sleep', ...args: string[]) {
  const child = spawn(file, args.length > 0 ? args : ['600'], { argv0: command, stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
}

describe.skipIf(lacks(['sshd', 'openssh-server'], ['git', 'git']))('an audit of real things', () => {
  let sshd: Sshd;
  beforeAll(async () => {
    sshd = await startSshd();
  });
  afterAll(() => sshd.stop());

  async function run(services: object[], machines: object = {}): Promise<Report> {
    const http = createHttpClient();
    const ssh = createSshClient({
      knownHosts: sshd.knownHostsPath,
      keyPath: sshd.keyPath,
      passphrase: null,
      agentSocket: null,
    });
    const git = createGitClient({ cacheFolder: await testFolder() });
    const file = {
      machines: { box: { host: sshd.host, port: sshd.port, user: sshd.user }, ...machines },
      services,
    };
    const { manifest } = resolveManifest(file as Parameters<typeof resolveManifest>[0]);
    const tools = {
      clients: { ssh, http, repository: () => git },
      sshUser: sshd.user,
      comparing,
      sshConcurrency: 8,
      now: Date.now,
    };
    try {
      return await audit(
        manifest,
        { trigger: 'cli', service: null, machine: null, only: 'all' },
        tools,
        () => {},
      );
    } finally {
      ssh.close();
      await http.close();
    }
  }

  it("finds nothing in the process table's traps, and the second copy beside them", async () => {
    const name = `svc-${randomBytes(4).toString('hex')}`;
    const folder = await testFolder();
    mkdirSync(join(folder, name));
    const log = join(folder, name, `${name}.log`);
    writeFileSync(log, '');
    // a master with four workers: one instance
    const workers = 'for i in 1 2 3 4; do (exec -a "$0 worker" sleep 600) & done; wait';
    start(`/opt/${name}/master`, 'bash', '-c', `exec -a "${name}" bash -c '${workers}' /opt/${name}/master`);
    start('tail', 'tail', '-f', log);
    start(`vim /opt/${name}/main.py`);
    start(`${name}-gateway`);
    start(`sh -c grep ${name}`);
    const service = { name, machine: 'box', risk_tier: 'HIGH', process: name, health_url: null };
    await pause(300);

    const quiet = await run([service]);
    expect(quiet.findings.map(({ type }) => type)).toEqual(['health_missing']);
    expect(quiet.services).toMatchObject([{ name, instances: 1 }]);

    start(`python3 /opt/${name}/main.py`);
    await pause(100);
    const noisy = await run([service]);
    expect(noisy.findings[0]).toMatchObject({
      type: 'duplicate_process',
      severity: 'CRITICAL',
      service: name,
    });
    expect(noisy.services).toMatchObject([{ name, instances: 2, status: 'drift' }]);
  });

  it('says how far behind a service is, and is in sync where it is not', async () => {
    const repository = await createRepository(await testFolder(), [
      { name: 'old', date: days(5), message: 'first' },
      { name: 'new', date: days(3), message: 'second', files: { 'app/main.py': 'x' } },
    ]);
    const answers: Record<string, string | undefined> = {
      '/a': repository.shas['old'],
      '/b': repository.shas['new'],
    };
    const url = await serve((request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ version: answers[request.url ?? ''], pid: 1, uptime_seconds: 5 }));
    });
    const shared = { machine: 'box', repo: repository.url, risk_tier: 'HIGH' };
    const report = await run([
      { ...shared, name: 'behind-one', health_url: `${url}/a` },
      { ...shared, name: 'up-to-date', health_url: `${url}/b` },
    ]);
    expect(report.verdict).toBe('drift');
    expect(report.findings).toMatchObject([{ type: 'git_drift', severity: 'HIGH', service: 'behind-one' }]);
    expect(report.findings[0]?.summary).toMatch(/1 commit behind\. Last changed: main\.py — second\.$/);
    expect(report.services.map(({ status }) => status)).toEqual(['drift', 'in_sync']);
  });

  it('names a dead machine once and calls its services unknown, while the others stand', async () => {
    const dead = (name: string) => ({
      name,
      machine: 'dead',
      risk_tier: 'HIGH',
      health_url: 'http://127.0.0.1:1/health',
    });
    const report = await run([dead('one'), dead('two')], { dead: { host: '127.0.0.1', port: 1 } });
    expect(report.verdict).toBe('incomplete');
    expect(report.findings).toMatchObject([{ type: 'machine_unreachable', machine: 'dead', service: null }]);
    expect(report.services.map(({ status }) => status)).toEqual(['unknown', 'unknown']);
    expect(report.machines.find(({ name }) => name === 'dead')).toMatchObject({ status: 'unreachable' });
  });
});
