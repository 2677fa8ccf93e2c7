import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { sign } from '@octokit/webhooks-methods';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createBodyBudget } from '../../src/triggers/body-budget.ts';
import { dial, forged, heard } from '../support/triggers/flood.ts';
import { ask, aServer, secret, token } from '../support/triggers/scene.ts';

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

  it('are refused in pieces, of which nobody knows how many will come, but for who is known', async () => {
    const { port } = await aServer();
    const chunked = 'Transfer-Encoding: chunked\r\n';
    const stranger = dial(port);
    const ear = heard(stranger);
    stranger.write(
      `POST /webhooks/github HTTP/1.1\r\nhost: x\r\n${chunked}${forged}\r\n${'1\r\nx\r\n'.repeat(20_000)}`,
    );
    await expect.poll(() => ear, { timeout: 20_000 }).toMatchObject({ isClosed: true });
    expect(ear.said).toMatch(/^HTTP\/1\.1 411 Length Required\r\n/);
    expect(ear.said).toMatch(/\r\n\r\n\{"error":\{"message":"Length Required: send Content-Length",.*\}$/);
    const known = dial(port);
    const answer = heard(known);
    known.write(`POST /tools/invoke HTTP/1.1\r\nhost: x\r\n${chunked}Authorization: Bearer ${token}\r\n\r\n`);
    known.write('8\r\n{"tool":\r\n5\r\n"no"}\r\n0\r\n\r\n');
    await expect.poll(() => answer.said, { timeout: 20_000 }).toContain('Tool not available: no');
  });

  it('count as tries where a wrong token comes with pieces', async () => {
    const { port } = await aServer();
    const attempt = async () => {
      const socket = dial(port);
      const ear = heard(socket);
      socket.write(
        'POST /tools/invoke HTTP/1.1\r\nhost: x\r\nTransfer-Encoding: chunked\r\nAuthorization: Bearer wrong\r\n\r\n1\r\n',
      );
      await expect.poll(() => ear.isClosed, { timeout: 20_000 }).toBe(true);
      return ear.said.slice(9, 12);
    };
    const said: string[] = [];
    for (let count = 0; count < 21; count += 1) said.push(await attempt());
    expect(said).toEqual([...Array.from({ length: 20 }, () => '401'), '429']);
  });

  it('are not asked for before their sender is admitted', async () => {
    const { port } = await aServer();
    const ask100 = (more: string) => {
      const socket = dial(port);
      socket.write(
        `POST /webhooks/github HTTP/1.1\r\nhost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n${more}\r\n`,
      );
      return heard(socket);
    };
    const [refused, admitted] = [ask100(''), ask100(forged)];
    await expect.poll(() => refused.said, { timeout: 20_000 }).toMatch(/^HTTP\/1\.1 401 /);
    await expect.poll(() => admitted.said, { timeout: 20_000 }).toBe('HTTP/1.1 100 Continue\r\n\r\n');
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
