import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { generateKey } from '../../support/servers/ssh-keys.ts';
import { startSshd } from '../../support/servers/sshd.ts';
import type { Sshd } from '../../support/servers/sshd.ts';
import { lacks } from '../../support/machines/system.ts';
import { clientUntilEnd, hostOf, read } from '../../support/clients/ssh-scene.ts';

describe.skipIf(lacks(['sshd', 'openssh-server'], ['ssh-agent', 'openssh-client']))('logging in', () => {
  let sshd: Sshd;
  let stranger = '';
  beforeAll(async () => {
    sshd = await startSshd();
    stranger = generateKey(join(sshd.folder, 'stranger'));
  });
  afterAll(() => sshd.stop());

  const attempt = (options: Parameters<typeof clientUntilEnd>[1]) =>
    read(clientUntilEnd(sshd, options), hostOf(sshd), 'echo in');

  it.each(['ecdsa', 'rsa'] as const)('takes an %s key', async (type) => {
    const keyPath = generateKey(join(sshd.folder, `client_${type}`), { type });
    appendFileSync(sshd.authorizedKeysPath, readFileSync(`${keyPath}.pub`));
    expect((await attempt({ keyPath })).output).toBe('in\n');
  });

  it.each([
    ['PEM', []],
    ['encrypted PEM', ['-N', 'pem pass']],
  ])('takes a key in %s format', async (name, args) => {
    const keyPath = generateKey(join(sshd.folder, `client_${name.replace(' ', '_')}`), { type: 'rsa' });
    appendFileSync(sshd.authorizedKeysPath, readFileSync(`${keyPath}.pub`));
    const passphrase = args[1] ?? '';
    execFileSync('ssh-keygen', ['-q', '-p', '-m', 'PEM', '-P', '', '-N', passphrase, '-f', keyPath], {
      stdio: 'ignore',
    });
    expect(readFileSync(keyPath, 'utf8')).toContain('BEGIN RSA PRIVATE KEY');
    expect((await attempt({ keyPath, passphrase: passphrase || null })).output).toBe('in\n');
  });

  it('opens an encrypted key with its passphrase', async () => {
    const { encryptedKeyPath: keyPath, passphrase } = sshd;
    expect((await attempt({ keyPath, passphrase })).output).toBe('in\n');
  });

  it('says which key a wrong passphrase does not open, and not the passphrase', async () => {
    const failing = attempt({ keyPath: sshd.encryptedKeyPath, passphrase: 'wrong-secret' });
    await expect(failing).rejects.toMatchObject({
      kind: 'denied',
      message: `the passphrase does not open the SSH key ${sshd.encryptedKeyPath}: correct SSH_KEY_PASSPHRASE; ssh-keygen -y -f ${sshd.encryptedKeyPath} tries one`,
    });
  });

  it('asks for the passphrase that an encrypted key lacks', async () => {
    await expect(attempt({ keyPath: sshd.encryptedKeyPath })).rejects.toMatchObject({
      kind: 'denied',
      message: expect.stringMatching(
        /is encrypted: give its passphrase \(SSH_KEY_PASSPHRASE\), or load it with ssh-add/,
      ),
    });
  });

  it.each([
    ['a missing file', () => join(sshd.folder, 'none'), /does not exist/],
    ['a folder', () => sshd.folder, /is a folder/],
    ['a public key', () => `${sshd.keyPath}.pub`, /is a public key/],
    ['no key', () => sshd.knownHostsPath, /holds no private key/],
  ])('tells %s from a key', async (_what, path, message) => {
    const failing = attempt({ keyPath: path() });
    await expect(failing).rejects.toMatchObject({ kind: 'denied', message: expect.stringMatching(message) });
  });

  it('reads a key again when it has changed', async () => {
    const keyPath = generateKey(join(sshd.folder, 'replaced'));
    const client = clientUntilEnd(sshd, { keyPath });
    await expect(read(client, hostOf(sshd), 'echo in')).rejects.toMatchObject({
      kind: 'denied',
      message: expect.stringContaining(`refused user ${sshd.user} with the key ${keyPath}`),
    });
    writeFileSync(keyPath, readFileSync(sshd.keyPath));
    expect((await read(client, hostOf(sshd), 'echo in')).output).toBe('in\n');
  });

  it('takes the key of an agent', async () => {
    const agentSocket = startAgent(sshd.folder, [sshd.keyPath]);
    expect((await attempt({ keyPath: null, agentSocket })).output).toBe('in\n');
  });

  it('takes from the agent what an encrypted file does not give', async () => {
    const agentSocket = startAgent(sshd.folder, [stranger, sshd.keyPath]);
    expect((await attempt({ keyPath: sshd.encryptedKeyPath, agentSocket })).output).toBe('in\n');
  });

  it('goes on with the key file where there is no agent at the socket', async () => {
    expect((await attempt({ agentSocket: join(sshd.folder, 'no-agent') })).output).toBe('in\n');
  });

  it('that fails names the file and the agent that were tried', async () => {
    const failing = attempt({ keyPath: stranger, agentSocket: join(sshd.folder, 'no-agent') });
    await expect(failing).rejects.toMatchObject({
      kind: 'denied',
      message: expect.stringMatching(
        /the key \S+stranger and the ssh-agent's keys: add .*; the ssh-agent at \S+ did not/,
      ),
    });
  });

  it('ends with a cure when the agent holds too many keys', async () => {
    const keys = [1, 2, 3, 4, 5, 6, 7].map((n) => generateKey(join(sshd.folder, `many_${n}`)));
    const agentSocket = startAgent(sshd.folder, keys);
    await expect(attempt({ keyPath: stranger, agentSocket })).rejects.toMatchObject({
      kind: 'denied',
      message: expect.stringMatching(/after too many keys: name the key to use/),
    });
  });
});

function startAgent(folder: string, keys: string[]): string {
  const socket = join(folder, `agent-${Math.random().toString(36).slice(2)}`);
  const said = execFileSync('ssh-agent', ['-s', '-a', socket], { encoding: 'utf8' });
  onTestFinished(() => {
    process.kill(Number(/SSH_AGENT_PID=(\d+)/.exec(said)?.[1]));
  });
  keys.forEach((key) => chmodSync(key, 0o600));
  execFileSync('ssh-add', ['-q', ...keys], { env: { ...process.env, SSH_AUTH_SOCK: socket } });
  return socket;
}
