import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  akashicCommits,
  akashicRunning,
  codexCommits,
  codexImage,
  otherCommits,
  relayImage,
} from './incident.ts';
import { keyPair } from './key-pair.ts';
import { startDemoMachine } from './machine.ts';
import type { DemoMachine } from './machine.ts';
import { createDemoRepository } from './repository.ts';
import { tell } from './story.ts';
import type { Story } from './story.ts';

/** What a Driftwatch needs to look at the demo fleet; the keys are those of .env.example. */
export type DemoFleet = {
  folder: string;
  environment: {
    MANIFEST_PATH: string;
    SSH_KEY_PATH: string;
    SSH_KNOWN_HOSTS_PATH: string;
    SSH_USER: string;
    STATE_URL: string;
  };
  /** From now on it changes: a second copy starts and ends, a service recovers, again and again. */
  live(): void;
  /** Ends every process and removes the folder. */
  stop(): void;
};

/**
 * Two machines with real repositories, HTTP services and processes on loopback, in the state of the incident:
 * the stale akashic-records, the localhost answer that hides a dead interface, the permission fix lost in a cached layer, the two shivas on one wallet, the
 * version nobody could name; a stateless relay that a restart would fix; and services that are as they
 * should be.
 */
export async function startDemoFleet(): Promise<DemoFleet> {
  const folder = mkdtempSync(join(tmpdir(), 'driftwatch-demo-'));
  const machines: DemoMachine[] = [];
  let story: Story | null = null;
  function stop() {
    process.off('exit', stop);
    story?.stop();
    for (const machine of machines) machine.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  // However the process ends, if it can still do something: a private key is in there.
  process.on('exit', stop);
  try {
    const { environment, scenes } = await makeFleet(folder, machines);
    return { folder, environment, live: () => (story = tell(scenes)), stop };
  } catch (error) {
    stop();
    throw error;
  }
}

/** @param machines takes each machine as soon as it runs */
async function makeFleet(folder: string, machines: DemoMachine[]) {
  const key = keyPair();
  const keyPath = join(folder, 'id_ed25519');
  writeFileSync(keyPath, key.private, { mode: 0o600 });

  const macMini = await startDemoMachine(join(folder, 'knox-mac-mini'), key.public);
  machines.push(macMini);
  const tesseract = await startDemoMachine(join(folder, 'tesseract'), key.public);
  machines.push(tesseract);

  const repository = (name: string) => join(folder, 'git', name);
  const akashic = createDemoRepository(repository('akashic-records'), akashicCommits);
  const codex = createDemoRepository(repository('codex'), codexCommits).at(-1) ?? '';
  const head = Object.fromEntries(
    ['oracle', 'log-shipper', 'shiva', 'foresight', 'metrics-collector', 'event-relay'].map((name) => [
      name,
      createDemoRepository(repository(name), otherCommits).at(-1),
    ]),
  );

  const version = (name: string) => ({ answer: { version: head[name] }, listen: true });
  const [
    akashicPort,
    oraclePort,
    shipperPort,
    shivaPort,
    ,
    foresightPort,
    metricsPort,
    codexPort,
    relayPort,
  ] = await Promise.all([
    macMini.run('akashic-records', { answer: { version: akashic[akashicRunning] }, listen: true }),
    macMini.run('oracle', version('oracle')),
    macMini.run('log-shipper', { answer: { version: '1.4.2' }, listen: true }),
    tesseract.run('shiva', version('shiva')),
    tesseract.run('shiva', { listen: false }),
    tesseract.run('foresight', version('foresight')),
    tesseract.run('metrics-collector', version('metrics-collector')),
    macMini.run('codex', { answer: { version: codex }, listen: true }),
    macMini.run('event-relay', version('event-relay')),
  ]);

  macMini.contain({ name: 'codex', revision: codex, ...codexImage });
  macMini.contain({ name: 'event-relay', revision: head['event-relay'] ?? '', ...relayImage, sick: true });

  const service = (
    name: string,
    machine: string,
    port: number | undefined,
    risk_tier: string,
    more: object = {},
  ) => ({
    name,
    machine,
    health_url: `http://127.0.0.1:${port}/health`,
    repo: repository(name),
    risk_tier,
    ...more,
  });
  // 127.0.0.2 plays the Tailscale address: nothing listens there, while localhost answers.
  const interfaces = { lan: '127.0.0.1', tailscale: '127.0.0.2', localhost: '127.0.0.1' };
  const manifest = {
    machines: {
      'knox-mac-mini': { host: '127.0.0.1', port: macMini.sshPort, interfaces },
      tesseract: { host: '127.0.0.1', port: tesseract.sshPort, interfaces },
    },
    services: [
      service('akashic-records', 'knox-mac-mini', akashicPort, 'HIGH'),
      service('oracle', 'knox-mac-mini', oraclePort, 'HIGH', {
        watch: true,
        health_url: `http://127.0.0.2:${oraclePort}/health`,
        interfaces: ['localhost'],
      }),
      service('codex', 'knox-mac-mini', codexPort, 'HIGH', { docker_service: 'codex' }),
      service('event-relay', 'knox-mac-mini', relayPort, 'LOW', {
        kind: 'stateless',
        docker_service: 'event-relay',
      }),
      service('log-shipper', 'knox-mac-mini', shipperPort, 'LOW', { kind: 'stateless' }),
      service('shiva', 'tesseract', shivaPort, 'CRITICAL'),
      service('foresight', 'tesseract', foresightPort, 'CRITICAL'),
      service('metrics-collector', 'tesseract', metricsPort, 'LOW', { kind: 'stateless', instances: 1 }),
    ],
  };
  const manifestPath = join(folder, 'manifest.json');
  writeFileSync(manifestPath, JSON.stringify(manifest, null, 2));
  const knownHostsPath = join(folder, 'known_hosts');
  writeFileSync(knownHostsPath, `${macMini.knownHostsLine}\n${tesseract.knownHostsLine}\n`);

  const environment = {
    MANIFEST_PATH: manifestPath,
    SSH_KEY_PATH: keyPath,
    SSH_KNOWN_HOSTS_PATH: knownHostsPath,
    SSH_USER: 'demo',
    STATE_URL: `sqlite://${join(folder, 'data', 'driftwatch.sqlite')}`,
  };
  const scenes = {
    secondCopy: () => tesseract.runExtra('foresight'),
    recovery: () => macMini.forward('127.0.0.2', oraclePort),
  };
  return { environment, scenes };
}
