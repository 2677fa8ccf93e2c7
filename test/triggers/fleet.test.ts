import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startDemoFleet } from '../../sandbox/fleet/fleet.ts';
import { appOver } from '../support/bots/app-over.ts';
import { createGitClient } from '../../src/clients/git/git.ts';
import { createHttpClient } from '../../src/clients/http/http.ts';
import { createSshClient } from '../../src/clients/ssh/ssh.ts';
import { createManifestSource } from '../../src/inventory/load.ts';
import { Report } from '../../src/report/report.ts';
import { createMetrics } from '../../src/triggers/gauges.ts';
import { aMemory } from '../support/bots/memory.ts';
import { lacks } from '../support/machines/system.ts';
import { ask, aServer, invoke } from '../support/triggers/scene.ts';
import { comparing } from '../../src/comparison/index.ts';

/** The demo fleet behind the real pipeline, App and server. */
async function aFleet(): Promise<number> {
  const fleet = await startDemoFleet();
  const { environment, folder } = fleet;
  const ssh = createSshClient({
    knownHosts: [environment.SSH_KNOWN_HOSTS_PATH],
    keyPath: environment.SSH_KEY_PATH,
    passphrase: null,
    agentSocket: null,
  });
  const http = createHttpClient();
  onTestFinished(async () => {
    ssh.close();
    await http.close();
    fleet.stop();
  });
  const git = createGitClient({ cacheFolder: join(folder, 'cache') });
  const metrics = createMetrics();
  const app = appOver(createManifestSource(environment.MANIFEST_PATH), {
    clients: { ssh, http, repository: () => git },
    sshUser: environment.SSH_USER,
    comparing,
    sshConcurrency: 8,
    now: Date.now,
    records: aMemory().records,
    timezone: 'UTC',
    onReport: metrics.record,
  });
  return (await aServer(app, { metrics })).port;
}

function reportIn(text: string): Report {
  const answer = JSON.parse(text) as { result: { details: { report: unknown } } };
  return Report.parse(answer.result.details.report);
}

describe.skipIf(lacks(['git', 'git']))('an audit of the demo fleet, asked for over HTTP', () => {
  it('reports the incident, counts it, and refuses a name with the nearest', async () => {
    const port = await aFleet();
    const all = await invoke(port, { tool: 'deployment_sync' });
    const report = reportIn(all.text);
    expect(report).toMatchObject({ trigger: 'api', scope: { service: null }, verdict: 'drift' });
    const types = report.findings.map(({ service, type }) => `${service} ${type}`);
    expect(types).toEqual(expect.arrayContaining(['akashic-records git_drift', 'shiva duplicate_process']));
    expect(all.text).not.toContain('\\u001b');

    const one = await invoke(port, { tool: 'deployment_sync', args: { service: 'foresight' } });
    expect(reportIn(one.text)).toMatchObject({
      scope: { service: 'foresight' },
      services: [{ name: 'foresight' }],
    });

    const begun = await invoke(port, { tool: 'deployment_sync', args: { wait: false } });
    const joined = await invoke(port, { tool: 'deployment_sync' });
    expect(begun.text).toContain(`"audit_id":"${reportIn(joined.text).id}"`);

    const { text } = await ask(port, { method: 'GET', path: '/metrics' });
    expect(text).toContain('driftwatch_findings{severity="CRITICAL",type="duplicate_process"} 1\n');
    expect(text).toContain('driftwatch_audit_duration_seconds_count 3\n');
    expect(text).toMatch(/^driftwatch_last_audit_timestamp_seconds \d{10}/m);

    const unknown = await invoke(port, { tool: 'deployment_sync', args: { service: 'akashic-record' } });
    expect(unknown).toMatchObject({
      status: 400,
      text: JSON.stringify({
        ok: false,
        error: {
          type: 'tool_error',
          message: 'no service "akashic-record" — did you mean akashic-records?',
        },
      }),
    });
  });
});
