import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createHttpClient } from '../../../src/clients/http/http.ts';
import { probeHealth } from '../../../src/probes/health/health.ts';
import { closedPort } from '../../support/servers/http-servers.ts';
import { anEndpoint, aService } from '../../support/facts/observed.ts';
import { lacks } from '../../support/machines/system.ts';
import { askLocally, localService, pathWith } from '../../support/probes/local-health-scene.ts';

const http = createHttpClient();

/** A port of its own that does this with each connection. */
async function serving(greet: (socket: Socket) => void): Promise<string> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket.on('error', () => undefined));
    greet(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  return `tcp://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
}

async function both(url: string) {
  const bot = await probeHealth(http, aService(), anEndpoint({ interface: 'tcp', url }));
  return [bot, await askLocally(localService(url), await pathWith({ curl: 'curl' }))];
}

describe.skipIf(lacks(['curl', 'curl'], ['wget', 'wget'], ['busybox', 'busybox-static']))(
  'health.tcp',
  () => {
    it('is a port that takes a connection, and sends nothing there', async () => {
      const received: Buffer[] = [];
      const url = await serving((socket) => socket.on('data', (bytes) => received.push(bytes)));
      for (const answer of await both(url))
        expect(answer).toMatchObject({ ok: true, value: { format: 'tcp', status: 0, version: null } });
      expect(received).toEqual([]);
    });

    it('is one that greets and hangs up', async () => {
      const url = await serving((socket) => socket.end('220 mail\r\n'));
      for (const answer of await both(url))
        expect(answer).toMatchObject({ ok: true, value: { format: 'tcp' } });
    });

    it('is open where it closes each connection at once, as a proxy does whose server is gone', async () => {
      const url = await serving((socket) => socket.destroy());
      for (const answer of await both(url))
        expect(answer).toMatchObject({ ok: true, value: { format: 'tcp-closed' } });
    });

    it('fails where nobody listens', async () => {
      for (const answer of await both(`tcp://127.0.0.1:${await closedPort()}`))
        expect(answer).toMatchObject({ ok: false, reason: 'unreachable', code: 'ECONNREFUSED' });
    });

    it.each([
      ['wget', 'needs curl on the machine, since wget cannot open a plain connection'],
      ['busybox', 'needs curl on the machine, since wget cannot open a plain connection'],
    ])('is a gap where the machine has only %s', async (wget, detail) => {
      const path = await pathWith({ curl: null, wget });
      expect(await askLocally(localService('tcp://127.0.0.1:1'), path)).toEqual({
        ok: false,
        reason: 'unsupported',
        detail,
      });
    });

    it('is a gap where curl was built without telnet', async () => {
      const curl = `case "$*" in *--version*) exit 0 ;; esac\ncat >&2 </dev/null\necho 'curl: (1) Protocol "telnet" disabled' >&2\nexit 1`;
      const answer = await askLocally(localService('tcp://127.0.0.1:1'), await pathWith({ curl }));
      expect(answer).toMatchObject({ ok: false, reason: 'unsupported' });
    });
  },
);
