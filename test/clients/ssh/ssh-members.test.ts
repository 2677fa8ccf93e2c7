import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { testFolder } from '../../support/machines/folder.ts';
import { generateKey } from '../../support/servers/ssh-keys.ts';
import type { KeyType } from '../../support/servers/ssh-keys.ts';
import { lacks } from '../../support/machines/system.ts';
import { clientUntilEnd, hostOf, read, scene } from '../../support/clients/ssh-scene.ts';

describe.skipIf(lacks(['sshd', 'openssh-server'], ['ssh-keygen', 'openssh-client']))(
  'an SSH server or a key of another kind',
  () => {
    it.each([
      [
        'key exchange',
        ['KexAlgorithms sntrup761x25519-sha512@openssh.com'],
        /no key exchange algorithm in common with us \(it offers sntrup761.*KexAlgorithms/,
      ],
      [
        'cipher',
        ['Ciphers aes256-cbc'],
        /no cipher in common with us \(it offers aes256-cbc\): allow aes256-gcm/,
      ],
      [
        'MAC',
        ['Ciphers aes256-ctr', 'MACs umac-128@openssh.com'],
        /no MAC in common with us \(it offers umac-128@openssh\.com\)/,
      ],
      [
        'host key',
        ['HostKeyAlgorithms ssh-rsa'],
        /no host key algorithm in common with us \(it offers ssh-rsa\)/,
        'rsa',
      ],
    ] as [string, string[], RegExp, KeyType?][])(
      'says which algorithm is not shared: %s',
      async (_what, config, message, type = 'ed25519') => {
        const { client, host } = await scene({ config, hostKeys: [type] });
        await expect(read(client, host, '')).rejects.toMatchObject({
          kind: 'malformed',
          suspect: 'server',
          message: expect.stringMatching(message),
        });
      },
    );

    it('calls a host certificate by its name, whether the key is shown beside it or not', async () => {
      const folder = await testFolder();
      const ca = generateKey(join(folder, 'ca'));
      const key = generateKey(join(folder, 'host'));
      execFileSync('ssh-keygen', ['-q', '-s', ca, '-I', 'mini', '-h', '-n', '127.0.0.1', `${key}.pub`]);
      const config = [`HostKey ${key}`, `HostCertificate ${key}-cert.pub`];
      const known = join(folder, 'known');
      writeFileSync(known, `@cert-authority * ${readFileSync(`${ca}.pub`, 'utf8')}`);
      const both = await scene({ config }, { knownHosts: known });
      await expect(read(both.client, both.host, '')).rejects.toMatchObject({
        hostKey: { state: 'unknown' },
        message: expect.stringMatching(
          /certificate authority \(@cert-authority\), and host certificates are not supported: pin its own key as well \(ssh-ed25519 SHA256:/,
        ),
      });
      const alone = await scene(
        { config: [...config, 'HostKeyAlgorithms ssh-ed25519-cert-v01@openssh.com'] },
        { knownHosts: known },
      );
      await expect(read(alone.client, alone.host, '')).rejects.toMatchObject({
        message: expect.stringMatching(
          /shows only host certificates \(ssh-ed25519-cert-v01@openssh\.com\), which are not supported/,
        ),
      });
    });

    it('names the user certificate that it cannot show', async () => {
      const { sshd } = await scene({ config: ['AuthorizedKeysFile none'] });
      const ca = generateKey(join(sshd.folder, 'ca'));
      execFileSync('ssh-keygen', ['-q', '-s', ca, '-I', 'bot', '-n', sshd.user, `${sshd.keyPath}.pub`]);
      await expect(read(clientUntilEnd(sshd), hostOf(sshd), '')).rejects.toMatchObject({
        kind: 'denied',
        message: expect.stringMatching(
          /user certificates are not supported, so \S+client-cert\.pub was not offered/,
        ),
      });
    });

    async function reEncrypted(cipher: string) {
      const { sshd } = await scene();
      const keyPath = join(sshd.folder, 'encrypted');
      copyFileSync(sshd.keyPath, keyPath);
      chmodSync(keyPath, 0o600);
      execFileSync('ssh-keygen', ['-q', '-p', '-P', '', '-N', 'secret words', '-Z', cipher, '-f', keyPath]);
      const client = clientUntilEnd(sshd, { keyPath, passphrase: 'secret words' });
      return read(client, hostOf(sshd), 'echo hello');
    }

    it.each(['aes256-ctr', 'aes256-cbc', 'aes256-gcm@openssh.com'])('opens a key in %s', async (cipher) => {
      expect((await reEncrypted(cipher)).output).toBe('hello\n');
    });

    it('names the cipher of a key that it cannot open', async () => {
      await expect(reEncrypted('chacha20-poly1305@openssh.com')).rejects.toMatchObject({
        kind: 'denied',
        message: expect.stringMatching(
          /encrypted with chacha20-poly1305@openssh\.com, which is not supported: ssh-keygen -p -Z aes256-ctr -f/,
        ),
      });
    });

    it('says that the agent holds no key', async () => {
      const { sshd } = await scene();
      const agentSocket = join(sshd.folder, 'agent');
      const agent = spawn('ssh-agent', ['-D', '-a', agentSocket], { stdio: ['ignore', 'pipe', 'ignore'] });
      onTestFinished(() => void agent.kill());
      await once(agent.stdout, 'data');
      await expect(
        read(clientUntilEnd(sshd, { keyPath: join(sshd.folder, 'ca2'), agentSocket }), hostOf(sshd), ''),
      ).rejects.toThrow(/does not exist/);
      const host = { ...hostOf(sshd), keys: ['/nonexistent/key'] };
      await expect(
        read(clientUntilEnd(sshd, { keyPath: null, agentSocket }), host, ''),
      ).rejects.toMatchObject({
        kind: 'denied',
        message: expect.stringMatching(
          /^no key to log in to .* with; the ssh-agent at \S+ holds no key \(ssh-add\)/,
        ),
      });
    });

    it('tells MaxStartups from a machine that is off', async () => {
      const { sshd, client, host } = await scene({ config: ['MaxStartups 2', 'LoginGraceTime 60'] });
      for (let count = 0; count < 2; count += 1) {
        const idle = connect({ port: sshd.port, host: sshd.host });
        onTestFinished(() => void idle.destroy());
        await once(idle, 'data');
      }
      await expect(read(client, host, '')).rejects.toMatchObject({
        kind: 'unreachable',
        suspect: 'server',
        message: expect.stringMatching(
          /too many are not logged in yet: raise MaxStartups|without an SSH greeting|reset the connection/,
        ),
      });
    });
  },
);
