import { appendFileSync, existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scene } from '../../support/clients/ssh-scene.ts';
import { testFolder } from '../../support/machines/folder.ts';
import { freePort } from '../../support/servers/free-port.ts';
import { lacks } from '../../support/machines/system.ts';
import { aRemediationOver } from '../../support/remediation/real-scene.ts';

type Place = { host: string; port: number };

/** A stale lock on `box`, and a trading bot on `tail`, another name of the same sshd, that has the same lock. */
async function removeOn(other: (port: number) => Promise<Place>, own: boolean) {
  const folder = await testFolder();
  const [lock, theirs] = [join(folder, 'run.pid'), join(folder, 'alpha.pid')];
  writeFileSync(lock, '4194303\n');
  const hourAgo = Date.now() / 1000 - 3600;
  utimesSync(lock, hourAgo, hourAgo);
  const port = await freePort();
  const tail = await other(port);
  const listen = tail.port === port ? [] : [`ListenAddress ${tail.host}:${tail.port}`];
  const { sshd } = await scene({ port, config: listen });
  const known = readFileSync(sshd.knownHostsPath, 'utf8');
  appendFileSync(
    sshd.knownHostsPath,
    known.replaceAll(`[${sshd.host}]:${sshd.port}`, `[${tail.host}]:${tail.port}`),
  );
  const machines = {
    box: { host: sshd.host, port: sshd.port, user: sshd.user },
    tail: { ...tail, user: sshd.user },
  };
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
  const ended = await aRemediationOver(sshd, { machines, services }).remedy('quux', 'remove-lockfile');
  return { ended, isThere: existsSync(lock) };
}

const names: [string, (port: number) => Promise<Place>][] = [
  ['localhost', async (port) => ({ host: 'localhost', port })],
  ['another port', async () => ({ host: '127.0.0.1', port: await freePort() })],
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

    it.each(names)('what no trading bot has under %s is mended', async (_, other) => {
      const { ended, isThere } = await removeOn(other, false);
      expect(ended).toMatchObject({ state: 'succeeded' });
      expect(isThere).toBe(false);
    });
  },
);
