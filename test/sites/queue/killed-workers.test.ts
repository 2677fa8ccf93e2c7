import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import * as fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { judge } from '../../../src/audit/pipeline.ts';
import { comparing } from '../../../src/comparison/index.ts';
import { observe } from '../../../src/probes/run.ts';
import { defaultLimits } from '../../../src/probes/limits.ts';
import { headSha } from '../../support/builders.ts';
import { aMachine, aService } from '../../support/facts/observed.ts';
import { lacks } from '../../support/machines/system.ts';
import { aPlan, clients, serve } from '../../support/probes/run-scene.ts';
import { seedOfTest } from '../../support/seed.ts';
import { someSshHosts } from '../../support/sites/ssh-hosts.ts';
import { aWorkerProcess } from '../../support/sites/worker-process.ts';
import { aQueue, theBot } from '../../support/sites/scene.ts';

const programs: [string, string][] = [
  ['redis-server', 'redis-server'],
  ['sshd', 'openssh-server'],
];
/** all of them, each in the middle of an audit, and how many an audit has */
const [KILLS, TOGETHER] = process.env['CI'] ? [50, 5] : [3, 3];
const SITES = ['home', 'office'];
const MACHINES = 12;
const deadlines = { ...defaultLimits, connectMs: 5000, machineMs: 12_000, graceMs: 1000 };
/** ms: until a worker must have a job, and from there to its answer (docs/sites.md) */
const [TAKE, WORK] = [deadlines.connectMs, deadlines.connectMs + deadlines.machineMs + deadlines.graceMs];
/** ms: a job that others keep waiting has both to be taken. What a busy machine may be late by. */
const [LONGEST, LATE] = [TAKE + 2 * WORK, 5000];

/** `at`: how many thousandths of an audit that nothing disturbs have passed. `back`: another worker comes at once, else after the audit. */
const aKill = fc.record({
  at: fc.noBias(fc.nat({ max: 999 })),
  worker: fc.nat({ max: 3 }),
  back: fc.boolean(),
});

describe.skipIf(lacks(...programs))('an audit whose workers are killed', () => {
  it('is complete and true, or says of which site it did not see what', { timeout: 900_000 }, async () => {
    let killing: unknown = null;
    const seed = seedOfTest(() => `It failed at ${JSON.stringify(killing)}.`);
    const left = fc.sample(aKill, { seed, numRuns: KILLS });
    const queue = await aQueue();
    const [home, office] = await Promise.all([
      someSshHosts(['127.0.0.1', '127.0.0.2', '127.0.0.3'], 0.3),
      someSshHosts(['127.0.0.4', '127.0.0.5', '127.0.0.6'], 0.3),
    ]);
    const url = await serve((_, response) => response.end('{"status":"ok","version":"' + headSha + '"}'));
    const marker = spawn('sleep', ['987654'], { stdio: 'ignore' });
    onTestFinished(() => void marker.kill());
    const start = async (site: string) =>
      await aWorkerProcess(queue.url, site, {
        ...(site === 'home' ? home : office).access,
        SSH_CONCURRENCY: '4',
      });
    const workers = await Promise.all(SITES.flatMap((site) => [start(site), start(site)]));
    const ready = async () => {
      for (const { said } of workers)
        await expect.poll(said, { timeout: 60_000 }).toContain('The queue is in reach');
    };
    const machines = Array.from({ length: MACHINES }, (_, at) => {
      const { hosts } = at % 2 === 0 ? home : office;
      const { host = '', port = 0, user = '' } = hosts[Math.floor(at / 2) % hosts.length] ?? {};
      return aMachine({ name: `m${at}`, host, port, user, site: SITES[at % 2] ?? '' });
    });
    // One of each site has what its manifest denies.
    const isWrong = (machine: string) => machine === 'm0' || machine === 'm1';
    const services = machines.map(({ name: machine }) =>
      aService({
        name: `of-${machine}`,
        machine,
        endpoints: [{ interface: 'lan', url, from: 'bot' }],
        repo: null,
        process: isWrong(machine) ? '/sleep 987655/' : '/sleep 987654/',
        instances: 1,
      }),
    );
    const plan = aPlan({ machines, services, inventory: services });
    const { sites } = theBot(queue.url);

    async function audit() {
      const started = performance.now();
      const seen = await observe(plan, clients({ sites }), deadlines, () => {});
      const took = performance.now() - started;
      const { findings, services: states } = await judge(plan, seen, { comparing }, Date.now());
      expect(took).toBeLessThan(LONGEST + LATE);
      for (const { name } of machines) expect(seen.machines[name]?.duration_ms).toBeLessThan(LONGEST + LATE);
      const lost = machines.filter(({ name }) => seen.machines[name]?.connection.status !== 'connected');
      const names = lost.map(({ name }) => name);
      const ofSites = findings.filter(({ type }) => type === 'site_unreachable');
      // One finding a site, with exactly its machines.
      const told = ofSites.map(
        ({ evidence: { site, machines: own } }) =>
          `${[site].map(String).join('')}: ${[own].flat().map(String).join(' ')}`,
      );
      const due = [...Map.groupBy(lost, ({ site }) => site)];
      const dueText = due.map(([site, own]) => `${site}: ${own.map(({ name }) => name).join(' ')}`);
      expect(told.toSorted()).toEqual(dueText.toSorted());
      const others = findings.filter((finding) => !ofSites.includes(finding));
      expect(others.map(({ type, machine }) => `${type} ${machine}`).toSorted()).toEqual(
        ['m0', 'm1'].filter((name) => !names.includes(name)).map((name) => `process_missing ${name}`),
      );
      for (const { machine, status } of states)
        expect([machine, status]).toEqual([
          machine,
          names.includes(machine) ? 'unknown' : isWrong(machine) ? 'drift' : 'in_sync',
        ]);
      return { took, names };
    }

    await ready();
    await audit();
    const undisturbed = await audit();
    expect(undisturbed.names).toEqual([]);
    while (left.length > 0) {
      const next = left.splice(0, TOGETHER).toSorted((one, other) => one.at - other.at);
      killing = next;
      const over = new AbortController();
      const audited = audit().finally(() => over.abort());
      const started = performance.now();
      for (const kill of next) {
        const until = started + (kill.at / 1000) * undisturbed.took - performance.now();
        await pause(Math.max(0, until), null, { signal: over.signal }).catch(() => {});
        const child = workers[kill.worker]?.child;
        // Not in the middle of it, or dead already: it is for the next audit.
        if (over.signal.aborted || child?.signalCode !== null) left.push(kill);
        else {
          const ended = once(child, 'exit');
          child.kill('SIGKILL');
          await ended;
          if (kill.back) workers[kill.worker] = await start(siteOf(kill.worker));
        }
      }
      await audited;
      for (const [at, { child }] of workers.entries())
        if (child.signalCode !== null) workers[at] = await start(siteOf(at));
      await ready();
    }
  });
});

/** Of four workers. */
function siteOf(worker: number): string {
  return SITES[Math.floor(worker / 2)] ?? '';
}
