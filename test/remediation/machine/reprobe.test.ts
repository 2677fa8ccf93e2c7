import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createHttpClient } from '../../../src/clients/http/http.ts';
import { openSshConfig } from '../../../src/clients/ssh/config-file.ts';
import { createSshClient } from '../../../src/clients/ssh/ssh.ts';
import { comparing } from '../../../src/comparison/index.ts';
import { resolveManifest } from '../../../src/inventory/resolve.ts';
import { reprobe } from '../../../src/remediation/machine/reprobe.ts';
import { scene } from '../../support/clients/ssh-scene.ts';
import { testFolder } from '../../support/machines/folder.ts';
import { lacks } from '../../support/machines/system.ts';
import type { Sshd } from '../../support/servers/sshd.ts';

type File = Parameters<typeof resolveManifest>[0];
type Machines = NonNullable<File['machines']>;

const alpha = { name: 'alpha', machine: 'tail', kind: 'trading' as const, risk_tier: 'CRITICAL' as const };

/** One look at `web` on `box`, a real sshd. */
async function look(
  over: (sshd: Sshd) => { machines?: Machines; services?: File['services'] },
  config?: string,
) {
  const { sshd } = await scene({});
  const ssh = createSshClient({
    knownHosts: sshd.knownHostsPath,
    keyPath: sshd.keyPath,
    passphrase: null,
    agentSocket: null,
  });
  const http = createHttpClient();
  onTestFinished(async () => {
    ssh.close();
    await http.close();
  });
  const { machines = {}, services = [] } = over(sshd);
  const { manifest } = resolveManifest({
    machines: { box: { host: sshd.host, port: sshd.port, user: sshd.user }, ...machines },
    defaults: { machine: 'box', kind: 'stateless', risk_tier: 'LOW' },
    services: [{ name: 'web', process: 'no-such-program-anywhere' }, ...services],
  });
  const sshConfig = config === undefined ? null : join(await testFolder(), 'config');
  if (sshConfig !== null) writeFileSync(sshConfig, config ?? '');
  const tools = {
    clients: { ssh, http, repository: () => expect.unreachable('nothing here has a repository') },
    comparing,
    sshUser: sshd.user,
    sshConcurrency: 4,
    ...(sshConfig === null ? {} : { sshConfig: openSshConfig(sshConfig) }),
    now: Date.now,
  };
  const [service] = manifest.services;
  if (!service) throw new Error('the manifest has a service');
  return { sshd, manifest, service, tools, seen: await reprobe(manifest, service, tools) };
}

describe.skipIf(lacks(['sshd', 'openssh-server']))('a fresh look at one service', () => {
  it('sees its machine, and judges it alone', async () => {
    const { seen, sshd } = await look(() => ({
      services: [{ name: 'other', process: 'no-such-program-either' }],
    }));
    expect(seen).toMatchObject({
      service: { name: 'web' },
      machine: { name: 'box' },
      unreachable: null,
      facts: { processes: { ok: true } },
      neighbours: [{ name: 'other' }],
      twins: { names: [], uncertain: null },
    });
    expect(new Set(seen.findings.map(({ service }) => service))).toEqual(new Set(['web']));
    expect(seen.findings.map(({ type }) => type)).toContain('process_missing');
    expect(seen.marks).toContain(`address ${sshd.host === '127.0.0.1' ? 'loopback' : sshd.host}`);
  });

  it('says why the machine did not answer, and has nothing that is not of the service', async () => {
    const { seen } = await look(({ host }) => ({ machines: { box: { host, port: 1, user: 'nobody' } } }));
    expect(seen.unreachable).toEqual(expect.any(String));
    expect(seen.facts.processes?.ok).not.toBe(true);
    expect(seen.findings.filter(({ service }) => service !== 'web')).toEqual([]);
  });

  it('looks again for what has something under another name of the machine', async () => {
    const { seen } = await look(({ port, user }) => ({
      machines: { tail: { host: 'localhost', port, user } },
      services: [{ ...alpha, systemd_unit: 'tell' }],
    }));
    expect(seen.twins.names).toEqual(['tail']);
    expect(seen.neighbours).toMatchObject([{ name: 'alpha', systemd_unit: 'tell' }]);
  });

  const addresses = (marks: readonly string[]) => marks.filter((mark) => mark.startsWith('address '));
  it.each<[what: string, machine: object, expected: string[], config?: string]>([
    ['its address', { host: '127.0.0.1' }, ['loopback', 'loopback']],
    ['nothing of a name that does not resolve', { host: 'nowhere.invalid' }, ['nowhere.invalid']],
    [
      'the name itself, behind a jump host that resolves it',
      { host: 'nowhere.invalid', jump: 'way' },
      ['nowhere.invalid', 'nowhere.invalid'],
    ],
    ['nothing of a name of a site', { host: '127.0.0.1', site: 'home' }, ['loopback']],
    [
      'what ssh_config says that the name is',
      { host: 'nowhere.invalid' },
      ['nowhere.invalid', '198.51.100.7'],
      'Host nowhere.invalid\n  HostName 198.51.100.7\n  ConnectTimeout 1\n',
    ],
  ])('knows of the machine %s', async (_, machine, expected, config) => {
    const { seen } = await look(
      ({ host }) => ({
        machines: { box: { port: 1, ...machine } as Machines[string], way: { host, port: 1 } },
      }),
      config,
    );
    expect(addresses(seen.marks)).toEqual(expected.map((address) => `address ${address}`));
  });

  it('fails for a machine that the manifest does not have', async () => {
    const { manifest, service, tools } = await look(() => ({}));
    const nowhere = { ...service, machine: 'gone' };
    await expect(reprobe(manifest, nowhere, tools)).rejects.toThrow('the manifest has no machine gone');
  });
});
