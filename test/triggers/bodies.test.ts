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

  it('keep no true delivery out, whoever holds how many open', async () => {
    const { port } = await aServer();
    const signature = `x-hub-signature-256: sha256=${'0'.repeat(64)}\r\n`;
    const sockets: Awaited<ReturnType<typeof held>>[] = [];
    for (let at = 0; at < 40; at += 1) sockets.push(await held(port, signature, mebibyte));
    await expect
      .poll(() => sockets.filter(({ said }) => said !== '').length, { timeout: 20_000 })
      .toBeGreaterThan(30);
    const body = JSON.stringify({ zen: 'x'.repeat(mebibyte) });
    const headers = {
      'x-hub-signature-256': await sign(secret, body),
      'x-github-delivery': 'd',
      'x-github-event': 'ping',
    };
    const { status } = await ask(port, { path: '/webhooks/github', authorization: null, headers, body });
    expect(status).toBe(200);
  });

  it('end the connection where they are not read to their end', async () => {
    const { port } = await aServer();
    const socket = connect(port, '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    socket.write(`POST /nothing HTTP/1.1\r\nhost: x\r\ncontent-length: ${mebibyte}\r\n\r\n`);
    socket.resume();
    await once(socket, 'end', { signal: AbortSignal.timeout(20_000) });
    expect(socket.readableEnded).toBe(true);
  });

  it('are no try of the secret where nothing is signed: behind a reverse proxy that would shut GitHub out', async () => {
    const { port } = await aServer();
    const post = async (headers: Record<string, string>) =>
      (await ask(port, { path: '/webhooks/github', authorization: null, headers, body: '{}' })).status;
    for (let count = 0; count < 30; count += 1) expect(await post({})).toBe(401);
    const ping = { 'x-github-delivery': 'd', 'x-github-event': 'ping' };
    expect(await post({ 'x-hub-signature-256': await sign(secret, '{}'), ...ping })).toBe(200);
  });

  it('come in no more pieces than a network would make of them', async () => {
    const { port } = await aServer();
    const signature = `x-hub-signature-256: sha256=${'0'.repeat(64)}\r\n`;
    const socket = Object.assign(connect(port, '127.0.0.1'), { said: '' });
    onTestFinished(() => void socket.destroy());
    socket.on('error', () => {});
    socket.on('data', (chunk) => (socket.said += chunk.toString()));
    socket.write(
      `POST /webhooks/github HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n${signature}\r\n`,
    );
    socket.write('1\r\nx\r\n'.repeat(20_000));
    await expect.poll(() => socket.said, { timeout: 20_000 }).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('give way to another, the largest of the network that holds the most first, and are given back once', async () => {
    const budget = createBodyBudget({ all: 10, ofNetwork: 6 });
    const [one, two, other] = [budget('10.0.0.1'), budget('10.0.0.1'), budget('10.0.0.2')];
    const cut: string[] = [];
    void one.cut.then(() => cut.push('one'));
    void two.cut.then(() => cut.push('two'));
    void other.cut.then(() => cut.push('other'));
    expect([one.take(4), two.take(3)]).toEqual([true, true]);
    await Promise.resolve();
    expect(cut).toEqual(['one']);
    expect([other.take(6), two.take(2)]).toEqual([true, true]);
    await Promise.resolve();
    expect(cut).toEqual(['one', 'other']);
    expect([two.take(1), two.take(1)]).toEqual([true, false]);
    two.release();
    two.release();
    expect([budget('10.0.0.3').take(6), budget('10.0.0.4').take(4)]).toEqual([true, true]);
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
