import { appendFileSync, existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSshConfig } from '../../../src/clients/ssh/config-file.ts';
import { scene } from '../../support/clients/ssh-scene.ts';
import { testFolder } from '../../support/machines/folder.ts';
import { freePort } from '../../support/servers/free-port.ts';
import { lacks } from '../../support/machines/system.ts';
import { aRemediationOver } from '../../support/remediation/real-scene.ts';

/** `config` is ssh_config's way to it; PORT is the sshd's. */
type Place = { host: string; port: number | undefined; jump?: string; config?: string };

/** A stale lock on `box`, and a trading bot on `tail`, another name of the same sshd, that has the same lock. */
async function removeOn(other: (port: number) => Promise<Place>, own: boolean) {
  const folder = await testFolder();
  const [lock, theirs] = [join(folder, 'run.pid'), join(folder, 'alpha.pid')];
  writeFileSync(lock, '4194303\n');
  const hourAgo = Date.now() / 1000 - 3600;
  utimesSync(lock, hourAgo, hourAgo);
  const port = await freePort();
  const tail = await other(port);
  const listen =
    tail.port === port || tail.port === undefined ? [] : [`ListenAddress ${tail.host}:${tail.port}`];
  const { sshd } = await scene({ port, config: listen });
  const known = readFileSync(sshd.knownHostsPath, 'utf8');
  appendFileSync(
    sshd.knownHostsPath,
    known.replaceAll(
      `[${sshd.host}]:${sshd.port}`,
      `[${tail.host === 'tail' ? 'localhost' : tail.host}]:${tail.port ?? port}`,
    ),
  );
  const machines = {
    box: { host: sshd.host, port: sshd.port, user: sshd.user },
    tail: {
      host: tail.host,
      user: sshd.user,
      ...(tail.port === undefined ? {} : { port: tail.port }),
      ...(tail.jump === undefined ? {} : { jump: tail.jump }),
    },
    // An address that the bot alone connects to: on the way, 127.0.0.1 is the jump host's own.
    ...(tail.jump === undefined ? {} : { way: { host: sshd.host, port, user: sshd.user } }),
  };
  const sshConfig = join(folder, 'config');
  writeFileSync(
    sshConfig,
    (tail.config ?? '').replaceAll('PORT', String(port)).replaceAll('USER', sshd.user),
  );
  const services = [
    { name: 'quux', lockfile: lock },
    {
      name: 'alpha',
      machine: 'tail',
      kind: 'trading' as const,
      risk_tier: 'CRITICAL' as const,
      lockfile: own ? lock : theirs,
    },
  ];
  const ended = await aRemediationOver(
    sshd,
    { machines, services },
    undefined,
    openSshConfig(sshConfig),
  ).remedy('quux', 'remove-lockfile');
  return { ended, isThere: existsSync(lock) };
}

const names: [string, (port: number) => Promise<Place>][] = [
  ['localhost', async (port) => ({ host: 'localhost', port })],
  ['another port', async () => ({ host: '127.0.0.1', port: await freePort() })],
  ['a jump host', async (port) => ({ host: 'localhost', port, jump: 'way' })],
  [
    'an alias of ssh_config',
    async () => ({
      host: 'tail',
      port: undefined,
      config: 'Host tail\n  HostName 127.0.0.1\n  Port PORT\n  HostKeyAlias [127.0.0.1]:PORT\n',
    }),
  ],
  [
    'a ProxyJump of ssh_config',
    async () => ({
      host: 'tail',
      port: undefined,
      config:
        'Host tail\n  HostName localhost\n  Port PORT\n  ProxyJump way\nHost way\n  HostName 127.0.0.1\n  Port PORT\n  User USER\n',
    }),
  ],
  [
    'a ProxyCommand of ssh_config that jumps',
    async () => ({
      host: 'tail',
      port: undefined,
      config:
        'Host tail\n  HostName localhost\n  Port PORT\n  ProxyCommand ssh -W %h:%p way\nHost way\n  HostName 127.0.0.1\n  Port PORT\n  User USER\n',
    }),
  ],
  ['another address', async () => ({ host: '127.0.0.2', port: await freePort('127.0.0.2') })],
];

describe.skipIf(lacks(['sshd', 'openssh-server'], ['flock', 'util-linux']))(
  'one sshd under two names',
  () => {
    it.each(names)('what a trading bot has under %s is left alone', async (_, other) => {
      const { ended, isThere } = await removeOn(other, true);
      expect(ended).toMatchObject({ state: 'blocked', reason: expect.stringMatching(/trad/) });
      expect(isThere).toBe(true);
    });

    it('that only a command of ssh_config leads to is left alone', async () => {
      const config = 'Host tail\n  ProxyCommand nc 127.0.0.1 PORT\n';
      const { ended, isThere } = await removeOn(
        async () => ({ host: 'tail', port: undefined, config }),
        true,
      );
      expect(ended).toMatchObject({
        state: 'blocked',
        reason: expect.stringContaining('may be the same machine'),
      });
      expect(isThere).toBe(true);
    });

    it.each(names)('what no trading bot has under %s is mended', async (_, other) => {
      const { ended, isThere } = await removeOn(other, false);
      expect(ended).toMatchObject({ state: 'succeeded' });
      expect(isThere).toBe(false);
    });
  },
);
