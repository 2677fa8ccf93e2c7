import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { compare } from '../../support/comparison/compare.ts';
import { observeMachine } from '../../../src/probes/observe-machine.ts';
import { seen } from '../../../src/facts/observation.ts';
import { scene } from '../../support/clients/ssh-scene.ts';
import { aHealthAnswer, aMachine, aService, aSituation } from '../../support/facts/observed.ts';
import { lacks, which } from '../../support/machines/system.ts';
import { limits } from '../../support/probes/machine-scene.ts';

const machine = aMachine({ name: 'box' });

/** A program of this name that runs until the test has ended. */
async function start(folder: string, name: string): Promise<ChildProcess> {
  mkdirSync(join(folder, 'programs'), { recursive: true });
  const program = join(folder, 'programs', name);
  copyFileSync(which('sleep') ?? '/bin/sleep', program);
  const child = spawn(program, ['60']);
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child, 'spawn');
  return child;
}

describe.skipIf(lacks(['sshd', 'openssh-server'], ['ps', 'procps']))('lockfiles of a machine', () => {
  it('are read over SSH beside the process table, and only what lies is a finding', async () => {
    const { sshd, client, host } = await scene();
    const names = ['driftwatch-good', 'driftwatch-foreign', 'driftwatch-stale', 'driftwatch-reused'];
    const at = (name: string) => join(sshd.folder, `${name}.pid`);
    const services = names.map((name) =>
      aService({ name, machine: 'box', repo: null, lockfile: at(name), kind: 'stateless' }),
    );
    const ended = spawn('true');
    await once(ended, 'exit');
    const [good, foreign] = await Promise.all(names.slice(0, 2).map((name) => start(sshd.folder, name)));
    const stranger = await start(sshd.folder, 'driftwatch-stranger');
    const written = { good: good?.pid, foreign: stranger.pid, stale: ended.pid, reused: stranger.pid };
    for (const [name, pid] of Object.entries(written)) writeFileSync(at(`driftwatch-${name}`), `${pid}\n`);
    // As after a reboot: the lock is older than the process that has its number now.
    utimesSync(at('driftwatch-reused'), 1_700_000_000, 1_700_000_000);
    expect(foreign?.exitCode).toBeNull();
    await pause(100);

    const request = { host, target: { machine, services }, singletons: [], only: null };
    const box = await observeMachine(client, request, limits);
    expect(sshd.connections()).toBe(1);
    const down = { tailscale: seen(aHealthAnswer({ pid: null, status: 503 })) };
    const up = { tailscale: seen(aHealthAnswer({ pid: null })) };
    const health = Object.fromEntries(names.map((name, place) => [name, place < 2 ? up : down]));
    const observations = { machines: { box }, health, releases: {} };
    const { findings } = compare(aSituation({ machines: [machine], services, observations }));
    const found = findings.filter(({ type }) => type.includes('lockfile'));
    expect(found.map(({ type, service }) => [type, service])).toEqual([
      ['lockfile_mismatch', 'driftwatch-foreign'],
      ['stale_lockfile', 'driftwatch-stale'],
    ]);
    expect(found[0]?.summary).toContain('driftwatch-stranger');
    const reused = findings.find(
      ({ evidence }) =>
        JSON.stringify(evidence).includes('lockfile') &&
        JSON.stringify(evidence).includes('driftwatch-reused'),
    );
    expect(reused?.type).toBe('probe_failed');
    expect(reused?.summary).toContain('since it started after the lock was written');
    const missing = findings.filter(({ type }) => type === 'process_missing').map(({ service }) => service);
    expect(new Set(missing)).toEqual(new Set(['driftwatch-reused', 'driftwatch-stale']));
  });
});
