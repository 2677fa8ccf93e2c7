import { appendFileSync, readFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { audit } from '../src/audit/audit.ts';
import { createHttpClient } from '../src/clients/http/http.ts';
import { resolveManifest } from '../src/inventory/resolve.ts';
import { observeMachine } from '../src/probes/observe-machine.ts';
import type { Process } from '../src/facts/process.ts';
import { clientUntilEnd, hostOf } from './support/clients/ssh-scene.ts';
import { aMachine, aService } from './support/facts/observed.ts';
import { lacksOwnHosts, startOwnHost } from './support/machines/own-host.ts';
import type { OwnHost } from './support/machines/own-host.ts';
import { limits } from './support/probes/machine-scene.ts';
import { standInRepository } from './support/probes/run-scene.ts';
import { comparing } from '../src/comparison/index.ts';

const bot = `shiva-${randomBytes(4).toString('hex')}`;
const indexer = `akashic-${randomBytes(4).toString('hex')}`;

/** Two machines, and all that one audit says of their processes: `type service@machine`. */
async function twoHosts() {
  const [alpha, beta] = [await startOwnHost(0), await startOwnHost(1)];
  appendFileSync(beta.authorizedKeysPath, readFileSync(alpha.authorizedKeysPath));
  appendFileSync(alpha.knownHostsPath, readFileSync(beta.knownHostsPath));
  const ssh = clientUntilEnd(alpha);
  const machine = ({ host, port, user }: OwnHost) => ({ host, port, user });
  const { manifest } = resolveManifest({
    machines: { alpha: machine(alpha), beta: machine(beta) },
    services: [
      { name: bot, machine: 'alpha', risk_tier: 'CRITICAL', process: bot },
      { name: indexer, machine: 'beta', risk_tier: 'HIGH', process: indexer },
      { name: 'worker', machine: 'alpha', risk_tier: 'LOW', kind: 'stateless', process: indexer },
    ],
  });
  const look = async (only: 'all' | 'processes' = 'processes') => {
    const http = createHttpClient();
    const tools = {
      clients: { ssh, http, repository: standInRepository() },
      sshUser: alpha.user,
      comparing,
      sshConcurrency: 8,
      now: Date.now,
    };
    const report = await audit(
      manifest,
      { trigger: 'cli', service: null, machine: null, only },
      tools,
      () => {},
    );
    await http.close();
    return report;
  };
  const tableOf = async (host: OwnHost): Promise<Process[]> => {
    const target = {
      machine: aMachine({ name: 'x' }),
      services: [aService({ machine: 'x', endpoints: [] })],
    };
    const request = { host: hostOf(host), target, singletons: [], only: ['processes' as const] };
    const { processes } = (await observeMachine(ssh, request, limits)).facts;
    if (!processes?.ok) throw new Error(processes?.detail ?? 'no table');
    return processes.value.processes;
  };
  return { alpha, beta, look, tableOf };
}

describe.skipIf(lacksOwnHosts())('two machines with process tables of their own', () => {
  it('show a bot that trades on both, a second copy on one, and nothing of one on the other', async () => {
    const { alpha, beta, look, tableOf } = await twoHosts();
    const found = async () => {
      const { findings } = await look();
      return findings.map(
        ({ type, severity, service, machine }) => `${severity} ${type} ${service}@${machine}`,
      );
    };
    const missing = (service: string, machine: string, severity = 'HIGH') =>
      `${severity} process_missing ${service}@${machine}`;
    expect(await found()).toEqual([
      missing(bot, 'alpha', 'CRITICAL'),
      missing(indexer, 'beta', 'CRITICAL'),
      missing('worker', 'alpha'),
    ]);

    alpha.start(bot);
    beta.start(indexer);
    // The indexer of beta is not alpha's worker, although both have the same command line.
    expect(await found()).toEqual([missing('worker', 'alpha')]);
    const [here, there] = [await tableOf(alpha), await tableOf(beta)];
    const names = (table: Process[]) =>
      [bot, indexer].filter((name) => table.some(({ command }) => command.includes(name)));
    expect([names(here), names(there)]).toEqual([[bot], [indexer]]);
    expect(here.find(({ pid }) => pid === 1)?.command).toContain('sshd');
    expect([here, there].flat().some(({ pid }) => pid === process.pid)).toBe(false);

    alpha.start(indexer);
    expect(await found()).toEqual([]);

    beta.start(indexer);
    expect(await found()).toEqual([`CRITICAL duplicate_process ${indexer}@beta`]);

    beta.start(bot);
    const { findings, services } = await look('all');
    const twice = findings.filter(({ type }) => type === 'duplicate_process');
    expect(twice.map(({ service }) => service)).toEqual([bot, indexer]);
    expect(twice[0]?.summary).toContain('alpha');
    expect(twice[0]?.summary).toContain('beta');
    expect(twice[1]?.summary).not.toContain('alpha');
    expect(services.map(({ name, instances }) => [name, instances])).toEqual([
      [bot, 1], // on its own machine
      [indexer, 2],
      ['worker', 1],
    ]);
  });
});
