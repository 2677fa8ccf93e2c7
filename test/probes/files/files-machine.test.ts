import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { expect, describe, it, onTestFinished } from 'vitest';
import { compare } from '../../support/comparison/compare.ts';
import { observeMachine } from '../../../src/probes/observe-machine.ts';
import { clientFor } from '../../support/clients/ssh-scene.ts';
import { aMachine, aService, aSituation } from '../../support/facts/observed.ts';
import { startSshd } from '../../support/servers/sshd.ts';
import { lacks } from '../../support/machines/system.ts';
import { standIn } from '../../support/probes/containers-scene.ts';
import { folderWith, nobody, watched } from '../../support/probes/file-scene.ts';
import { limits, requestFor } from '../../support/probes/machine-scene.ts';

const drop = `ForceCommand exec setpriv --reuid=${nobody} --regid=${nobody} --clear-groups sh -s`;

describe.skipIf(lacks(['sshd', 'openssh-server'], ['setpriv', 'util-linux']))(
  'an SSH user without rights',
  () => {
    it('sees what is open, names what is closed, and leaves no service in sync by it', async () => {
      const sshd = await startSshd({ config: nobody === null ? [] : [drop] });
      const ssh = clientFor(sshd);
      onTestFinished(async () => {
        ssh.close();
        await sshd.stop();
      });
      const folder = await folderWith({
        'app/': [0o755],
        'app/.env': [0o644, 'TOKEN=1'],
        'app/main.py': [0o644],
        'shut/': [0o755],
        'shut/.env': [0o644],
        'fine/': [0o755],
        'fine/.env': [0o600],
      });
      chmodSync(join(folder, 'shut/'), 0o000);
      const at = (name: string) => join(folder, name);
      const plain = { machine: 'box', repo: null };
      const services = [
        aService({ ...plain, name: 'exposed', scan: [at('app')] }),
        aService({ ...plain, name: 'closed', scan: [at('shut')] }),
        aService({ ...plain, name: 'hidden', files: [watched(at('shut/.env'), { mode: '600' })] }),
        aService({ ...plain, name: 'missing', files: [watched(at('app/none'))] }),
        aService({
          ...plain,
          name: 'fine',
          scan: [at('fine')],
          files: [watched(at('fine/.env'), { mode: '600' })],
        }),
      ];
      const machine = aMachine({ name: 'box', host: sshd.host, port: sshd.port });
      const request = requestFor(sshd, {
        target: { machine, services },
        only: ['processes', 'files', 'scans'],
      });
      const observed = await observeMachine(ssh, request, limits);
      chmodSync(join(folder, 'shut/'), 0o755);

      const base = aSituation({ services, machines: [machine] });
      const { services: states, findings } = compare({
        ...base,
        observations: { ...base.observations, machines: { box: observed } },
      });
      expect(sshd.connections()).toBe(1);
      expect(Object.fromEntries(states.map(({ name, status }) => [name, status]))).toEqual({
        exposed: 'drift',
        closed: 'unknown',
        hidden: 'unknown',
        missing: 'drift',
        fine: 'in_sync',
      });
      const shown = findings.map(
        ({ type, service, evidence }) => `${type} ${service ?? JSON.stringify(evidence['services'])}`,
      );
      expect(shown.toSorted((one, other) => one.localeCompare(other))).toEqual([
        'file_missing missing',
        'probe_failed ["closed"]',
        'probe_failed ["hidden"]',
        'secret_exposed exposed',
      ]);
    });

    it('loses what lies in containers to a docker that hangs, and nothing else', async () => {
      const sshd = await startSshd({ profile: standIn('docker', 'sleep 60.0123') });
      const ssh = clientFor(sshd);
      onTestFinished(async () => {
        ssh.close();
        await sshd.stop();
      });
      const folder = await folderWith({ conf: [0o600] });
      const service = aService({
        machine: 'box',
        repo: null,
        docker_service: 'web',
        scan: ['/app'],
        files: [watched(join(folder, 'conf'), { mode: '600' })],
      });
      const machine = aMachine({ name: 'box', host: sshd.host, port: sshd.port });
      const request = requestFor(sshd, {
        target: { machine, services: [service] },
        only: ['processes', 'files', 'container_files'],
      });
      const { facts } = await observeMachine(ssh, request, { ...limits, sectionMs: 1000 });
      expect(facts).toMatchObject({
        processes: { ok: true },
        files: { ok: true, value: { [join(folder, 'conf')]: { value: { mode: '0600' } } } },
        container_files: { ok: false, reason: 'timeout' },
      });
    });
  },
);
