import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lacks } from '../../support/machines/system.ts';
import type { Sshd } from '../../support/servers/sshd.ts';
import { clientUntilEnd, noKeys, read, scene, throughConfig } from '../../support/clients/ssh-scene.ts';

describe.skipIf(lacks(['sshd', 'openssh-server'], ['ssh-keygen', 'openssh-client']))(
  'SSH as people have it',
  () => {
    async function written(sshd: Sshd, lines: string[]): Promise<string> {
      const path = join(sshd.folder, 'ssh_config');
      writeFileSync(path, lines.join('\n'), { mode: 0o600 });
      return path;
    }

    it('logs in by an alias: its address, port, user and key', async () => {
      const { sshd } = await scene();
      const path = await written(sshd, [
        'Host mini',
        ` HostName ${sshd.host}`,
        ` Port ${sshd.port}`,
        ` User ${sshd.user}`,
        ` IdentityFile ${sshd.keyPath}`,
      ]);
      const client = clientUntilEnd(sshd, noKeys);
      expect((await read(client, throughConfig('mini', path), 'echo hello')).output).toBe('hello\n');
    });

    it('jumps as ProxyJump says, and pins under HostKeyAlias', async () => {
      const { sshd: bastion } = await scene({ host: '127.0.0.2' });
      const { sshd } = await scene({ host: '127.0.0.3' });
      const path = await written(sshd, [
        'Host bastion',
        ` HostName ${bastion.host}`,
        ` Port ${bastion.port}`,
        ` IdentityFile ${bastion.keyPath}`,
        'Host mini',
        ` HostName ${sshd.host}`,
        ` Port ${sshd.port}`,
        ' ProxyJump bastion',
        ' HostKeyAlias rack-4',
        ` IdentityFile ${sshd.keyPath}`,
        'Host *',
        ` User ${sshd.user}`,
      ]);
      const known = join(sshd.folder, 'known');
      writeFileSync(known, `${readFileSync(bastion.knownHostsPath, 'utf8')}rack-4 ${sshd.hostKeys[0]}\n`);
      const client = clientUntilEnd(sshd, { ...noKeys, knownHosts: known });
      expect((await read(client, throughConfig('mini', path), 'echo hello')).output).toBe('hello\n');
      expect(bastion.connections()).toBe(1);
    });

    it('refuses a ProxyCommand with the cure, before anything is asked', async () => {
      const { sshd } = await scene();
      const path = await written(sshd, ['Host mini', ' ProxyCommand nc %h %p']);
      await expect(read(clientUntilEnd(sshd), throughConfig('mini', path), '')).rejects.toMatchObject({
        kind: 'denied',
        message:
          'mini:22 cannot be reached: ssh_config has a ProxyCommand for it, which is never run: write a ProxyJump there, or jump in the manifest',
      });
    });
  },
);
