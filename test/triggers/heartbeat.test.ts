import { Writable } from 'node:stream';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { call } from '../../src/clients/http/call.ts';
import { createHeartbeat } from '../../src/triggers/heartbeat.ts';
import { closedPort, serve, serveRaw } from '../support/servers/http-servers.ts';

const path = '/ping/3f1c9d2e-secret';

/** A heartbeat as the bot makes it, with what it logs. */
function scene(origin: string | null, timeoutMs = 5000) {
  const lines: string[] = [];
  const log = pino(
    { level: 'info' },
    new Writable({
      write(chunk: Buffer, _, done) {
        lines.push(chunk.toString());
        done();
      },
    }),
  );
  const get = async (url: string) => (await call(url, { timeoutMs })).status;
  const url = origin === null ? null : `${origin}${path}?token=also-secret`;
  return { beat: createHeartbeat(url, get, log, 1), lines };
}

describe('the heartbeat', () => {
  it('asks its address once where it answers', async () => {
    const { origin, requests } = await serve((_, response) => void response.end('OK'));
    const { beat, lines } = scene(origin);
    await beat();
    expect(requests.map(({ method, url }) => [method, url])).toEqual([['GET', `${path}?token=also-secret`]]);
    expect(lines).toEqual([]);
  });

  it('follows a redirect to where the monitor is now', async () => {
    const moved = await serve((_, response) => void response.end('OK'));
    const { origin } = await serve(
      ({ url }, response) => void response.writeHead(301, { location: `${moved.origin}${url}` }).end(),
    );
    const { beat, lines } = scene(origin);
    await beat();
    expect(moved.requests).toHaveLength(1);
    expect(lines).toEqual([]);
  });

  it('is off without an address', async () => {
    const { beat, lines } = scene(null);
    await beat();
    expect(lines).toEqual([]);
  });

  it('asks again where it was refused, and is content then', async () => {
    const statuses = [500, 404, 200];
    const { origin, requests } = await serve(
      (_, response) => void response.writeHead(statuses[requests.length - 1] ?? 599).end(),
    );
    const { beat, lines } = scene(origin);
    await beat();
    expect(requests).toHaveLength(3);
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { status: 500, attempt: 1, msg: 'The heartbeat was refused' },
      { status: 404, attempt: 2, msg: 'The heartbeat was refused' },
    ]);
  });

  it.each<[string, () => Promise<{ origin: string }>]>([
    ['nobody listens', async () => ({ origin: `http://127.0.0.1:${await closedPort()}` })],
    ['it is refused for ever', () => serve((_, response) => void response.writeHead(503).end())],
    ['the connection breaks off', () => serve((request) => void request.socket.destroy())],
    ['it never answers', () => serve(() => {})],
    ['it is no HTTP', () => serveRaw((socket) => void socket.end('220 mail.example ESMTP\r\n'))],
    [
      'it leads in a circle',
      () => serve((request, response) => void response.writeHead(307, { location: request.url }).end()),
    ],
  ])('gives up after three tries where %s: logged, not thrown, and without the address', async (_, make) => {
    const { origin } = await make();
    const { beat, lines } = scene(origin, 500);
    await beat();
    expect(lines.map((line) => JSON.parse(line) as { attempt: number })).toMatchObject([
      { level: 40, attempt: 1 },
      { level: 40, attempt: 2 },
      { level: 40, attempt: 3 },
    ]);
    expect(lines.join('')).not.toMatch(/secret|ping/);
  });

  it('does not throw where the address is none', async () => {
    const { beat, lines } = scene('ftp://127.0.0.1');
    await beat();
    expect(lines).toHaveLength(3);
    expect(lines.join('')).not.toMatch(/secret|ping/);
  });
});
