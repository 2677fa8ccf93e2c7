import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { listeners } from '../../../src/probes/listeners/listeners.ts';
import { observeMachine } from '../../../src/probes/observe-machine.ts';
import { clientUntilEnd } from '../../support/clients/ssh-scene.ts';
import { testFolder } from '../../support/machines/folder.ts';
import { aMachine, anEndpoint, aService } from '../../support/facts/observed.ts';
import { runShell, shells } from '../../support/machines/shells.ts';
import { startSshd } from '../../support/servers/sshd.ts';
import { lacks, which } from '../../support/machines/system.ts';
import { limits, requestFor } from '../../support/probes/machine-scene.ts';

const twoWays = aService({ machine: 'box', endpoints: [anEndpoint(), anEndpoint({ interface: 'lan' })] });
const target = { machine: aMachine({ name: 'box' }), services: [twoWays] };

function parse(output: string) {
  return listeners.parse({ output, status: 0, truncated: false }, target);
}

/** A port on which something listens at 127.0.0.1, and another process-wide socket on the same port of 127.0.0.2. */
async function twoAddresses(): Promise<number> {
  const one = createServer().listen(0, '127.0.0.1');
  await once(one, 'listening');
  const { port } = one.address() as AddressInfo;
  const other = createServer().listen(port, '127.0.0.2');
  await once(other, 'listening');
  onTestFinished(() => void (one.close(), other.close()));
  return port;
}

describe.skipIf(lacks(['sshd', 'openssh-server'], ['ss', 'iproute2'], ['busybox', 'busybox-static']))(
  'real listeners',
  () => {
    it.each(shells)('are told apart by address, with their process, in $name', async ({ argv }) => {
      const port = await twoAddresses();
      const seen = parse(runShell(argv, `(${listeners.fragment(target)}) 2>/dev/null`).stdout.toString());
      const rows = seen.ok ? seen.value.filter((each) => each.port === port) : [];
      expect(rows.map(({ address, pid }) => `${address} ${pid}`).toSorted()).toEqual([
        `127.0.0.1 ${process.pid}`,
        `127.0.0.2 ${process.pid}`,
      ]);
    });

    it.each([
      ['busybox', ['netstat', 'cat']],
      ['the kernel alone', ['cat']],
    ])('are listed by %s', async (_what, applets) => {
      const port = await twoAddresses();
      const bin = join(await testFolder(), 'bin');
      mkdirSync(bin);
      for (const applet of applets) symlinkSync(which('busybox') ?? '', join(bin, applet));
      const script = `PATH=${bin}\n(${listeners.fragment(target)}) 2>/dev/null`;
      const seen = parse(runShell([which('dash') ?? 'sh'], script).stdout.toString());
      const rows = seen.ok ? seen.value.filter((each) => each.port === port) : [];
      expect(rows.map(({ address }) => address).toSorted()).toEqual(['127.0.0.1', '127.0.0.2']);
    });

    it('come over SSH in the one round trip', async () => {
      const port = await twoAddresses();
      const sshd = await startSshd();
      onTestFinished(() => sshd.stop());
      const machine = aMachine({ name: 'box', host: sshd.host, port: sshd.port });
      const request = requestFor(sshd, { target: { machine, services: [twoWays] } });
      const { facts } = await observeMachine(clientUntilEnd(sshd), request, limits);
      if (!facts.listeners?.ok) throw new Error(JSON.stringify(facts.listeners));
      expect(facts.listeners.value).toContainEqual(
        expect.objectContaining({ address: sshd.host, port: sshd.port }),
      );
      expect(facts.listeners.value.filter((each) => each.port === port)).toHaveLength(2);
      expect(sshd.connections()).toBe(1);
    });

    it('are those of a machine whose tools refuse', async () => {
      const bin = join(await testFolder(), 'bin');
      mkdirSync(bin);
      for (const tool of ['ss', 'netstat']) {
        writeFileSync(join(bin, tool), '#!/bin/sh\necho "unrecognized option" >&2\nexit 1\n');
        chmodSync(join(bin, tool), 0o755);
      }
      const script = `PATH=${bin}:$PATH\n(${listeners.fragment(target)}) 2>/dev/null`;
      const { stdout } = runShell(['sh'], script);
      expect(stdout.toString()).toMatch(/^from proc\n/);
      expect(parse(stdout.toString())).toMatchObject({ ok: true });
    });
  },
);
