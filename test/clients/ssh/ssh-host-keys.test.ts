import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SshError } from '../../../src/clients/errors.ts';
import { fingerprint } from '../../../src/clients/ssh/host-keys/host-key.ts';
import type { SshHost } from '../../../src/clients/ssh/host.ts';
import type { SshClient } from '../../../src/clients/ssh/client.ts';
import { generateKey, publicKey } from '../../support/servers/ssh-keys.ts';
import { lacks } from '../../support/machines/system.ts';
import { clientUntilEnd, read, scene } from '../../support/clients/ssh-scene.ts';

describe.skipIf(lacks(['sshd', 'openssh-server']))('a host key', () => {
  it('that a hashed entry pins is accepted', async () => {
    const { sshd, host } = await scene();
    const client = clientUntilEnd(sshd, { knownHosts: sshd.hashedKnownHostsPath });
    expect((await read(client, host, 'echo in')).output).toBe('in\n');
  });

  it.each([0, 1, 2])('is asked for by the type that is pinned (%i of three)', async (index) => {
    const { sshd, host } = await scene({ hostKeys: ['ed25519', 'ecdsa', 'rsa'] });
    const pinned = join(sshd.folder, 'one');
    writeFileSync(pinned, `[${sshd.host}]:${sshd.port} ${sshd.hostKeys[index]}\n`);
    const client = clientUntilEnd(sshd, { knownHosts: pinned });
    expect((await read(client, host, 'echo in')).output).toBe('in\n');
  });

  it('that no file pins is refused with its fingerprint and the cure', async () => {
    const { sshd, host } = await scene();
    const missing = join(sshd.folder, 'missing');
    const error = await refusal(clientUntilEnd(sshd, { knownHosts: missing }), host);
    const presented = fingerprintOf(sshd.hostKeys[0]);
    expect(error.kind).toBe('denied');
    expect(error.hostKey).toEqual({ state: 'unknown', algorithm: 'ssh-ed25519', presented, pinned: [] });
    expect(error.message).toContain(presented);
    expect(error.message).toContain(`ssh-keyscan -p ${sshd.port} ${sshd.host} >> ${missing}`);
    expect(error.message).not.toContain('\n');
  });

  it('that changed is refused with both fingerprints, before any key of ours is shown', async () => {
    const { sshd, host } = await scene();
    const pinned = publicKey(generateKey(join(sshd.folder, 'former')));
    const knownHosts = join(sshd.folder, 'changed');
    writeFileSync(knownHosts, `[${sshd.host}]:${sshd.port} ${pinned}\n`);
    const error = await refusal(clientUntilEnd(sshd, { knownHosts }), host);
    expect(error.hostKey).toEqual({
      state: 'changed',
      algorithm: 'ssh-ed25519',
      presented: fingerprintOf(sshd.hostKeys[0]),
      pinned: [fingerprintOf(pinned)],
    });
    expect(error.message).toContain(`ssh-keygen -R '[${sshd.host}]:${sshd.port}' -f ${knownHosts}`);
    expect(sshd.log()).not.toContain('publickey');
  });

  it('that is revoked is refused though it is pinned', async () => {
    const { sshd, host } = await scene();
    const knownHosts = join(sshd.folder, 'revoked');
    writeFileSync(knownHosts, `${readFileSync(sshd.knownHostsPath, 'utf8')}@revoked * ${sshd.hostKeys[0]}\n`);
    const error = await refusal(clientUntilEnd(sshd, { knownHosts }), host);
    expect(error.hostKey?.state).toBe('changed');
    expect(error.message).toMatch(/revoked/);
  });

  it('may be pinned in a second file', async () => {
    const { sshd, host } = await scene();
    const client = clientUntilEnd(sshd, { knownHosts: [join(sshd.folder, 'missing'), sshd.knownHostsPath] });
    expect((await read(client, host, 'echo in')).output).toBe('in\n');
  });

  it('that is pinned later lets in without a restart, and taken out shuts the pooled connection', async () => {
    const { sshd, host } = await scene();
    const knownHosts = join(sshd.folder, 'later');
    const client = clientUntilEnd(sshd, { knownHosts });
    expect((await refusal(client, host)).hostKey?.state).toBe('unknown');
    writeFileSync(knownHosts, readFileSync(sshd.knownHostsPath));
    expect((await read(client, host, 'echo in')).output).toBe('in\n');
    writeFileSync(knownHosts, '');
    expect((await refusal(client, host)).hostKey?.state).toBe('unknown');
  });
});

async function refusal(client: SshClient, host: SshHost): Promise<SshError> {
  const error: unknown = await read(client, host, 'echo').catch((error: unknown) => error);
  if (!(error instanceof SshError)) throw new Error('not refused');
  return error;
}

function fingerprintOf(line = ''): string {
  return fingerprint(Buffer.from(line.split(' ')[1] ?? '', 'base64'));
}
