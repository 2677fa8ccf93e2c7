import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compare } from '../../support/comparison/compare.ts';
import type { Service } from '../../../src/inventory/manifest.ts';
import { observeMachine } from '../../../src/probes/observe-machine.ts';
import { seen } from '../../../src/facts/observation.ts';
import { scene } from '../../support/clients/ssh-scene.ts';
import { aHealthAnswer, aMachine, aService, aSituation } from '../../support/facts/observed.ts';
import { lacks } from '../../support/machines/system.ts';
import { programs } from '../../support/probes/job-scene.ts';
import { limits } from '../../support/probes/machine-scene.ts';

const machine = aMachine({ name: 'box' });
const launchdService = (name: string, launchd_label: string, over: Partial<Service> = {}) =>
  aService({ name, machine: 'box', repo: null, launchd_label, ...over });

describe.skipIf(lacks(['sshd', 'openssh-server'], ['ps', 'procps']))('jobs of a machine', () => {
  async function audit(services: Service[], names: string[], own: Record<string, string> = {}) {
    const { sshd, client, host } = await scene();
    const bin = programs(sshd.folder, names, own);
    writeFileSync(join(sshd.folder, 'home', '.bashrc'), `export PATH=${bin}:$PATH\n`);
    const request = { host, target: { machine, services }, singletons: [], only: null };
    const observation = await observeMachine(client, request, { ...limits, sectionMs: 3000 });
    const answer = { tailscale: seen(aHealthAnswer({ pid: null })) };
    const health = Object.fromEntries(services.map(({ name }) => [name, answer]));
    const observations = { machines: { box: observation }, health, releases: {} };
    return { observation, ...compare(aSituation({ machines: [machine], services, observations })) };
  }

  it('are read over SSH in the same script, and only what failed or is not loaded is a finding', async () => {
    const services = [
      launchdService('akashic-records', 'com.knox.akashic'),
      launchdService('leverage', 'com.knox.leverage', { risk_tier: 'LOW' }),
      launchdService('nightly', 'com.knox.nightly'),
      launchdService('indexer', 'com.knox.indexer'),
    ];
    const { findings, observation } = await audit(services, ['launchctl']);
    expect(observation.asked_by.jobs).toHaveLength(4);
    const jobs = findings.filter(({ type }) => type.startsWith('job_'));
    expect(jobs.map(({ type, service, severity }) => [type, service, severity])).toEqual([
      ['job_not_loaded', 'indexer', 'CRITICAL'],
      ['job_failed', 'leverage', 'HIGH'],
    ]);
  });

  it('that a hung manager does not tell are unknown, and the process table stands', async () => {
    const services = [launchdService('akashic-records', 'com.knox.akashic')];
    const { findings, observation, ...rest } = await audit(services, [], { launchctl: 'sleep 60.0081' });
    expect(observation.facts).toMatchObject({ processes: { ok: true }, jobs: { reason: 'timeout' } });
    expect(rest.services).toMatchObject([{ status: 'unknown' }]);
    expect(findings.map(({ type, evidence }) => [type, evidence['fact']])).toContainEqual([
      'probe_failed',
      'jobs',
    ]);
  });

  it('of a machine without a job manager are unknown, with the reason', async () => {
    const services = [launchdService('akashic-records', 'com.knox.akashic')];
    const { findings, services: states } = await audit(services, []);
    expect(states).toMatchObject([{ status: 'unknown' }]);
    expect(findings.find(({ type }) => type === 'probe_failed')?.summary).toContain(
      'there is no launchctl on the machine',
    );
  });
});
