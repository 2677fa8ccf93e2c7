import { describe, expect, it } from 'vitest';
import { reprobe } from '../../../src/remediation/machine/reprobe.ts';
import { lacks } from '../../support/machines/system.ts';
import { look } from '../../support/remediation/fresh-look.ts';

const alpha = { name: 'alpha', machine: 'tail', kind: 'trading' as const, risk_tier: 'CRITICAL' as const };

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

  it('fails for a machine that the manifest does not have', async () => {
    const { manifest, service, tools } = await look(() => ({}));
    const nowhere = { ...service, machine: 'gone' };
    await expect(reprobe(manifest, nowhere, tools)).rejects.toThrow('the manifest has no machine gone');
  });
});
