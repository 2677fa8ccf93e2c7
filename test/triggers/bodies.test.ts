import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { sign } from '@octokit/webhooks-methods';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createBodyBudget } from '../../src/triggers/body-budget.ts';
import { isOwnHost } from '../../src/triggers/host-header.ts';
import { ask, aServer, secret } from '../support/triggers/scene.ts';

const mebibyte = 1024 * 1024;

/** A post whose body is begun and never ended. */
async function held(port: number, headers: string, bytes: number): Promise<Socket & { said: string }> {
  const socket = Object.assign(connect(port, '127.0.0.1'), { said: '' });
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => {});
  socket.on('data', (chunk) => (socket.said += chunk.toString()));
  await once(socket, 'connect');
  socket.write(
    `POST /webhooks/github HTTP/1.1\r\nhost: x\r\ncontent-length: ${2 * mebibyte}\r\n${headers}\r\n`,
  );
  socket.write(Buffer.alloc(bytes));
  return socket;
}

describe('bodies before anybody is known', () => {
  it('are not received without a signature that could be one', async () => {
    const { port } = await aServer();
    const socket = await held(port, '', mebibyte);
    await expect.poll(() => socket.said, { timeout: 20_000 }).toMatch(/^HTTP\/1\.1 401 /);
  });

  it('are held up to a sum over all connections, and memory stays small under 700 of them', async () => {
    const { port } = await aServer();
    const before = process.memoryUsage().rss;
    const signature = `x-hub-signature-256: sha256=${'0'.repeat(64)}\r\n`;
    const sockets: Awaited<ReturnType<typeof held>>[] = [];
    for (let at = 0; at < 700; at += 1) sockets.push(await held(port, signature, 256 * 1024));
    const busy = () => sockets.filter(({ said }) => said.startsWith('HTTP/1.1 503')).length;
    await expect.poll(busy, { timeout: 60_000 }).toBeGreaterThan(600);
    expect((process.memoryUsage().rss - before) / mebibyte).toBeLessThan(250);
    for (const socket of sockets) socket.destroy();
    // What was held is given back.
    const body = JSON.stringify({});
    const headers = {
      'x-hub-signature-256': await sign(secret, body),
      'x-github-delivery': 'd',
      'x-github-event': 'ping',
    };
    const status = async () =>
      (await ask(port, { path: '/webhooks/github', authorization: null, headers, body })).status;
    await expect.poll(status, { timeout: 30_000 }).not.toBe(503);
  }, 180_000);

  it('are counted for all and for one network, and given back once', () => {
    const budget = createBodyBudget({ all: 10, ofNetwork: 6 });
    const [one, two, other] = [budget('10.0.0.1'), budget('10.0.0.1'), budget('10.0.0.2')];
    expect([one.take(4), two.take(3), two.take(2), other.take(5), other.take(4), other.take(1)]).toEqual([
      true,
      false,
      true,
      false,
      true,
      false,
    ]);
    one.release();
    one.release();
    expect([other.take(3), two.take(5), two.take(4)]).toEqual([false, false, true]);
  });
});

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
  ])('%j is ours: %s', (header, own) => {
    expect(isOwnHost(header, ['drift.example.org'])).toBe(own);
  });

  it('decides: a page whose name was pointed here reads nothing', async () => {
    const { port } = await aServer();
    const get = async (host: string) =>
      (await ask(port, { method: 'GET', path: '/metrics', headers: { host } })).status;
    expect([await get(`127.0.0.1:${port}`), await get('evil.example.com')]).toEqual([200, 421]);
  });
});
