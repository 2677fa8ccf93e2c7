import { describe, expect, it } from 'vitest';
import { isOwnHost } from '../../src/triggers/host-header.ts';
import { dial, heard } from '../support/triggers/flood.ts';
import { ask, aServer } from '../support/triggers/scene.ts';

describe('the Host of a request for /metrics', () => {
  it.each([
    [null, true],
    ['127.0.0.1:8787', true],
    ['[::1]:8787', true],
    ['100.64.0.9', true],
    ['localhost:8787', true],
    ['driftwatch:8787', true],
    ['knox-mac-mini.local', true],
    ['Drift.Example.org', true],
    ['drift.example.org.', true],
    ['evil.example.com', false],
    ['drift.example.org.evil.com', false],
    ['127.0.0.1.evil.com:8787', false],
    ['localhost.evil.com', false],
    ['', false],
    ['a:b:c', false],
    ['EVIL.example.com', false],
    ['evil.example.com.:8787', false],
    ['LOCALHOST.', true],
    ['127.0.0.1.:8787', true],
    ['[::ffff:127.0.0.1]:80', true],
    ['[fe80::1%25eth0]:80', true],
    ['[::1].evil.com', false],
    ['[evil.com]', false],
    ['127.0.0.1:8787:1', false],
    ['user@127.0.0.1', false],
    ['127.0.0.1, evil.example.com', false],
    ['evil.example.com:123456', false],
    ['xn--local-.com', false],
    ['notlocalhost.com', false],
  ])('%j is ours: %s', (header, own) => {
    expect(isOwnHost(header, ['drift.example.org'])).toBe(own);
  });

  it('decides: a page whose name was pointed here reads nothing', async () => {
    const { port } = await aServer();
    const get = async (host: string) =>
      (await ask(port, { method: 'GET', path: '/metrics', headers: { host } })).status;
    expect([await get(`127.0.0.1:${port}`), await get('evil.example.com')]).toEqual([200, 421]);
  });

  it.each([
    [
      'the host of its first line',
      'GET http://evil.example.com/metrics HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n',
      421,
    ],
    ['both alike', 'GET http://127.0.0.1/metrics HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n', 200],
    [
      'the header behind a good first line',
      'GET http://127.0.0.1/metrics HTTP/1.1\r\nHost: evil.example.com\r\n\r\n',
      421,
    ],
    ['any of two headers', 'GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example.com\r\n\r\n', 421],
    ['the same, turned', 'GET /metrics HTTP/1.1\r\nHost: evil.example.com\r\nHost: 127.0.0.1\r\n\r\n', 421],
    ['a header of nothing', 'GET /metrics HTTP/1.1\r\nHost:\r\n\r\n', 400],
    ['HTTP/1.0', 'GET /metrics HTTP/1.0\r\nHost: evil.example.com\r\n\r\n', 421],
    ['HEAD', 'HEAD /metrics HTTP/1.1\r\nHost: evil.example.com\r\n\r\n', 421],
    ['no host at all', 'GET /metrics HTTP/1.0\r\n\r\n', 400],
  ])('is looked at in %s', async (_, sent, status) => {
    const { port } = await aServer();
    const socket = dial(port);
    const ear = heard(socket);
    socket.write(sent);
    await expect.poll(() => ear.said, { timeout: 20_000 }).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });
});
