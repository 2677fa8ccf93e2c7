import { describe, expect, it } from 'vitest';
import { call } from '../../../src/clients/http/call.ts';
import { closedPort, serve, serveRaw } from '../../support/servers/http-servers.ts';

const within = { timeoutMs: 5000 };

describe('call', () => {
  it('posts JSON, follows nothing, and gives the answer as it is', async () => {
    const { origin, requests } = await serve(
      (_, response) =>
        void response.writeHead(307, { location: '/other', 'retry-after': '3' }).end('elsewhere'),
    );
    const answer = await call(`${origin}/wake?a=b`, {
      ...within,
      json: { text: 'up' },
      headers: { authorization: 'x' },
    });
    expect(answer).toMatchObject({ status: 307, text: 'elsewhere', headers: { 'retry-after': '3' } });
    expect(requests).toMatchObject([
      {
        method: 'POST',
        url: '/wake?a=b',
        headers: { authorization: 'x', 'content-type': 'application/json' },
      },
    ]);
  });

  it('sends user and password of the address, and reads no more than it was told to', async () => {
    const { origin, requests } = await serve((_, response) => void response.end('x'.repeat(100_000)));
    const address = origin.replace('http://', 'http://knox:p%40ss@');
    expect((await call(address, { ...within, maxBytes: 10 })).text).toBe('x'.repeat(10));
    expect(requests[0]?.headers.authorization).toBe(`Basic ${Buffer.from('knox:p@ss').toString('base64')}`);
  });

  it.each<[string, () => Promise<string>, object]>([
    ['nobody listens', async () => `http://127.0.0.1:${await closedPort()}`, { code: 'ECONNREFUSED' }],
    ['it never answers', async () => (await serve(() => {})).origin, { kind: 'timeout' }],
    [
      'it leads in a circle',
      async () =>
        (await serve(({ url }, response) => void response.writeHead(302, { location: url }).end())).origin,
      {},
    ],
    [
      'it is no HTTP',
      async () => (await serveRaw((socket) => void socket.end('220 mail ESMTP\r\n'))).origin,
      {},
    ],
    ['it is no web address', async () => 'ftp://127.0.0.1', { code: 'ERR_INVALID_URL' }],
  ])('throws an HttpError where %s', async (_, make, expected) => {
    await expect(call(await make(), { timeoutMs: 1000 })).rejects.toMatchObject({
      name: 'HttpError',
      ...expected,
    });
  });
});
