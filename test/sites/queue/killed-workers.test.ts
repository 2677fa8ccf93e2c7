import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { judge } from '../../../src/audit/pipeline.ts';
import { comparing } from '../../../src/comparison/index.ts';
import { observe } from '../../../src/probes/run.ts';
import { defaultLimits } from '../../../src/probes/limits.ts';
import { aMachine, aService } from '../../support/facts/observed.ts';
import { lacks } from '../../support/machines/system.ts';
import { headSha } from '../../support/builders.ts';
import { aPlan, clients, serve } from '../../support/probes/run-scene.ts';
import { startSshd } from '../../support/servers/sshd.ts';
import { aWorkerProcess } from '../../support/sites/worker-process.ts';
import { aQueue, theBot } from '../../support/sites/scene.ts';

const programs: [string, string][] = [
  ['redis-server', 'redis-server'],
  ['sshd', 'openssh-server'],
];
/** audits, and kills in each of them: 50 in CI */
const [AUDITS, KILLS] = process.env['CI'] ? [5, 10] : [1, 3];
const SITES = ['home', 'office'];
const MACHINES = 12;
const deadlines = { ...defaultLimits, machineMs: 30_000 };
/** ms: until a worker must take a job and have answered, and what a busy machine may be late by */
const LONGEST = 2 * deadlines.connectMs + deadlines.machineMs + deadlines.graceMs + 30_000;

describe.skipIf(lacks(...programs))('an audit whose workers are killed', () => {
  it('is complete and true, or says of which site it did not see what', { timeout: 600_000 }, async () => {
    const [queue, sshd] = await Promise.all([
      aQueue(),
      startSshd({ config: ['MaxStartups 500', 'MaxSessions 500'] }),
    ]);
    onTestFinished(() => sshd.stop());
    const url = await serve((_, response) => response.end('{"status":"ok","version":"' + headSha + '"}'));
    const marker = spawn('sleep', ['987654'], { stdio: 'ignore' });
    onTestFinished(() => void marker.kill());
    const access = {
      SSH_KEY_PATH: sshd.keyPath,
      SSH_KNOWN_HOSTS_PATH: sshd.knownHostsPath,
      SSH_CONCURRENCY: '4',
    };
    const start = async (site: string) => await aWorkerProcess(queue.url, site, access);
    const workers = await Promise.all(SITES.flatMap((site) => [start(site), start(site)]));
    const machines = Array.from({ length: MACHINES }, (_, at) =>
      aMachine({
        name: `m${at}`,
        host: sshd.host,
        port: sshd.port,
        user: sshd.user,
        site: SITES[at % 2] ?? '',
      }),
    );
    const services = machines.map(({ name: machine }) =>
      aService({
        name: `of-${machine}`,
        machine,
        endpoints: [{ interface: 'lan', url, from: 'bot' }],
        repo: null,
        process: '/sleep 987654/',
        instances: 1,
      }),
    );
    const plan = aPlan({ machines, services, inventory: services });
    const { sites } = theBot(queue.url);
    for (let audit = 0; audit < AUDITS; audit += 1) {
      const killing = kills();
      const seen = await observe(plan, clients({ sites }), deadlines, () => {});
      await killing;
      const { findings, services: states } = await judge(plan, seen, { comparing }, Date.now());
      expect(findings.filter(({ type }) => type !== 'site_unreachable')).toEqual([]);
      const waited = machines.map(({ name }) => seen.machines[name]?.duration_ms ?? Infinity);
      expect(Math.max(...waited)).toBeLessThan(LONGEST);
      const lost = machines.filter(({ name }) => seen.machines[name]?.connection.status !== 'connected');
      const told = findings.flatMap(({ evidence }) => [evidence['machines']].flat().map(String));
      expect(told.toSorted()).toEqual(lost.map(({ name }) => name).toSorted());
      expect(new Set(findings.map(({ evidence }) => evidence['site'])).size).toBe(findings.length);
      const unknown = states.filter(({ status }) => status === 'unknown').map(({ machine }) => machine);
      expect(unknown.toSorted()).toEqual(lost.map(({ name }) => name).toSorted());
      expect(states.filter(({ status }) => status === 'in_sync')).toHaveLength(MACHINES - lost.length);
    }

    async function kills(): Promise<void> {
      for (let kill = 0; kill < KILLS; kill += 1) {
        await pause(Math.random() * 1000);
        const at = Math.floor(Math.random() * workers.length);
        workers[at]?.child.kill('SIGKILL');
        workers[at] = await start(SITES[Math.floor(at / 2)] ?? '');
      }
    }
  });
});
