import { finished } from 'node:stream';
import { gzipSync, brotliCompressSync, deflateRawSync, deflateSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createHttpClient } from '../../../src/clients/http/http.ts';
import { serve, serveRaw } from '../../support/servers/http-servers.ts';

const client = createHttpClient();
const patient = { headers: {}, timeoutMs: 20_000, maxBytes: 1000 };

describe('an answer', () => {
  it.each([200, 204, 404, 500, 503])('of status %i is one', async (status) => {
    const { origin } = await serve((_, response) =>
      response.writeHead(status, { 'X-Git-Sha': 'a3f8c21' }).end(),
    );
    const answer = await client.get(`${origin}/health`, patient);
    expect(answer).toMatchObject({ status, headers: { 'x-git-sha': 'a3f8c21' }, truncated: false });
  });

  it('keeps the body of a failing service, byte for byte', async () => {
    const body = Buffer.from([0, 255, 254, 10, 13, 128]);
    const { origin } = await serve((_, response) => response.writeHead(503).end(body));
    expect((await client.get(origin, patient)).body).toEqual(body);
  });

  it('joins a header that comes twice', async () => {
    const { origin } = await serve((_, response) =>
      response.writeHead(200, { 'x-revision': ['a', 'b'] }).end(),
    );
    expect((await client.get(origin, patient)).headers['x-revision']).toBe('a, b');
  });

  it.each([
    ['HTTP/1.0 without a length', 'HTTP/1.0 200 OK\r\n\r\nold'],
    ['chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\no\r\n2\r\nld\r\n0\r\n\r\n'],
    ['a hint before it', 'HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nold'],
  ])('may come as %s', async (_, bytes) => {
    const { origin } = await serveRaw((socket) => socket.end(bytes));
    expect((await client.get(origin, patient)).body.toString()).toBe('old');
  });

  it('is cut at the cap, and the rest is not downloaded', async () => {
    let sent = 0;
    const { origin, sockets } = await serve((_, response) => {
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536, 'x'))) sent += 65_536;
        response.once('drain', more);
      };
      more();
    });
    const answer = await client.get(origin, patient);
    expect(answer).toMatchObject({ status: 200, truncated: true });
    expect(answer.body.toString()).toBe('x'.repeat(1000));
    // the far side sees a reset, since it was still sending
    await Promise.all(sockets.map((socket) => new Promise((closed) => finished(socket, closed))));
    expect(sent).toBeLessThan(64 * 1024 * 1024);
  });

  it('that is as long as the cap is whole', async () => {
    const { origin } = await serve((_, response) => response.end('x'.repeat(1000)));
    expect(await client.get(origin, patient)).toMatchObject({ truncated: false });
  });
});

describe('a compressed body', () => {
  it.each([
    ['gzip', gzipSync],
    ['X-GZIP', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['gzip, br', (text: string) => brotliCompressSync(gzipSync(text))],
    ['zstd', zstdCompressSync],
    ['identity', (text: string) => text],
    ['utf-8', (text: string) => text],
  ])('in %s is read', async (encoding, compress) => {
    const { origin } = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': encoding }).end(compress('{"version":"a3f8c21"}'));
    });
    expect((await client.get(origin, patient)).body.toString()).toBe('{"version":"a3f8c21"}');
  });

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ])('that is a %s bomb stays as it came', async (encoding, compress) => {
    const bomb = compress(Buffer.alloc(16 * 1024 * 1024));
    const { origin } = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': encoding }).end(bomb);
    });
    const answer = await client.get(origin, { ...patient, maxBytes: 1024 * 1024 });
    expect(answer).toMatchObject({ status: 200, truncated: true });
    expect(answer.body.length).toBeLessThanOrEqual(1024 * 1024);
  });

  it.each(['gzip', 'br', 'deflate', 'zstd', 'lzw'])('that is no %s stays as it came', async (encoding) => {
    const { origin } = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': encoding }).end('{"version":"a3f8c21"}');
    });
    expect((await client.get(origin, patient)).body.toString()).toBe('{"version":"a3f8c21"}');
  });
});

describe('a request', () => {
  it('says who asks, and opens its own connection, so that a listener that is gone cannot answer', async () => {
    const { origin, requests, sockets } = await serve((_, response) => response.end('{}'));
    await client.get(`${origin}/health?deep=1#part`, patient);
    await client.get(`${origin}/health?deep=1`, patient);
    expect(requests.map(({ url }) => url)).toEqual(['/health?deep=1', '/health?deep=1']);
    expect(requests[0]?.headers).toMatchObject({ 'user-agent': 'driftwatch', connection: 'close' });
    expect(sockets).toHaveLength(2);
  });

  it('is not reset by a server that closes kept connections at once', async () => {
    const { origin } = await serveRaw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\n{}', () =>
        socket.destroy(),
      );
    });
    for (let count = 0; count < 20; count += 1) expect((await client.get(origin, patient)).status).toBe(200);
  });

  it("carries the manifest's headers, in whatever case", async () => {
    const { origin, requests } = await serve((_, response) => response.end());
    const headers = { 'User-Agent': 'probe', Host: 'akashic.local', 'X-Token': 'secret' };
    await client.get(origin, { ...patient, headers });
    expect(requests[0]?.headers).toMatchObject({
      'user-agent': 'probe',
      host: 'akashic.local',
      'x-token': 'secret',
    });
  });

  it('signs in with what the address says', async () => {
    const { origin, requests } = await serve((_, response) => response.end());
    await client.get(origin.replace('//', '//knox:p%40ss@'), patient);
    expect(requests[0]?.headers.authorization).toBe(`Basic ${Buffer.from('knox:p@ss').toString('base64')}`);
  });

  it('asks no proxy of the environment', async () => {
    const proxy = await serve((_, response) => response.writeHead(502).end());
    const { origin } = await serve((_, response) => response.end('direct'));
    process.env['http_proxy'] = proxy.origin;
    try {
      expect((await client.get(origin, patient)).body.toString()).toBe('direct');
    } finally {
      delete process.env['http_proxy'];
    }
    expect(proxy.sockets).toHaveLength(0);
  });
});
