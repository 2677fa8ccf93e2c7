import { Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { sign } from '@octokit/webhooks-methods';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { UserError } from '../../../src/text/user-error.ts';
import { anApp } from '../../support/discord/app.ts';
import { dial, forged, heard } from '../../support/triggers/flood.ts';
import { ask, aServer, secret, token } from '../../support/triggers/scene.ts';

const mebibyte = 1024 * 1024;
const times = { timeout: 20_000 };
const get = 'GET /health HTTP/1.1\r\nHost: x\r\n';
const delivery = (bytes: number) =>
  `POST /webhooks/github HTTP/1.1\r\nHost: x\r\nContent-Length: ${bytes}\r\n${forged}\r\n`;

describe('the server', () => {
  it('leaves the globals of fetch as they are', async () => {
    const before = [globalThis.Request, globalThis.Response];
    await aServer();
    expect([globalThis.Request, globalThis.Response]).toEqual(before);
    expect(globalThis.Request).toBe(before[0]);
  });

  it('takes 100 headers, and no more', async () => {
    const { port } = await aServer();
    const status = async (before: number) => {
      const socket = dial(port);
      const ear = heard(socket);
      const more = Array.from({ length: before }, (_, at) => `X-${at}: x\r\n`).join('');
      socket.write(
        `POST /tools/invoke HTTP/1.1\r\nHost: x\r\n${more}Authorization: Bearer ${token}\r\nContent-Length: 0\r\n\r\n`,
      );
      await expect.poll(() => ear.said, times).toMatch(/^HTTP/);
      return ear.said.slice(9, 12);
    };
    expect(await status(90)).toBe('400');
    // 431, or Node leaves out what comes after them.
    expect(await status(100)).not.toBe('400');
  });

  it('lets nobody guess what an answer is, or keep it', async () => {
    const { port } = await aServer();
    const { headers } = await ask(port, { method: 'GET', path: '/health' });
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
  });

  it('says that it ends a connection whose body it did not read', async () => {
    const { port } = await aServer();
    const ear = (sent: string) => {
      const socket = dial(port);
      const one = heard(socket);
      socket.write(sent);
      return one;
    };
    const [unread, none] = [
      ear(`POST /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n`),
      ear(`${get}\r\n`),
    ];
    await expect.poll(() => unread.said, times).toMatch(/^HTTP\/1\.1 404 [^]*connection: close\r\n/i);
    await expect.poll(() => none.said, times).toMatch(/^HTTP\/1\.1 200 /);
    expect(none.said).not.toMatch(/connection: close/i);
  });

  it('ends the oldest stranger where all places are taken, before what may be a delivery', async () => {
    const { port } = await aServer();
    const waiting = dial(port);
    const delivers = heard(waiting);
    waiting.write(delivery(mebibyte));
    await expect
      .poll(async () => (await ask(port, { method: 'GET', path: '/health' })).status, times)
      .toBe(200);
    const oldest = heard(dial(port));
    const many = Array.from({ length: 1030 }, () => heard(dial(port)));
    await expect.poll(() => oldest.isClosed, times).toBe(true);
    expect(delivers.isClosed).toBe(false);
    expect(many.filter(({ isClosed }) => !isClosed).length).toBeGreaterThan(900);
  });

  it('counts no body that is through', async () => {
    const { port } = await aServer();
    async function ping(bytes: number) {
      const body = JSON.stringify({ zen: 'x'.repeat(bytes) });
      const headers = {
        'x-hub-signature-256': await sign(secret, body),
        'x-github-delivery': 'd',
        'x-github-event': 'ping',
      };
      return (await ask(port, { path: '/webhooks/github', authorization: null, headers, body })).status;
    }
    expect([await ping(1.5 * mebibyte), await ping(1.4 * mebibyte)]).toEqual([200, 200]);
    const waiting = dial(port);
    const ear = heard(waiting);
    waiting.write(delivery(2 * mebibyte));
    waiting.write('x');
    await expect
      .poll(async () => (await ask(port, { method: 'GET', path: '/health' })).status, times)
      .toBe(200);
    expect([await ping(1.4 * mebibyte), ear.said]).toEqual([200, '']);
  });

  it('ends a connection in silence once what a token asked for is answered', async () => {
    const timeouts = {
      headers: 60_000,
      request: 60_000,
      idle: 200,
      silence: 200,
      check: 50,
      closeGrace: 100,
    };
    const { port } = await aServer(anApp(), { timeouts });
    const socket = dial(port);
    const ear = heard(socket);
    const body = '{"tool":"deployment_sync"}';
    socket.write(
      `POST /tools/invoke HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    await expect.poll(() => ear.said, times).toMatch(/^HTTP\/1\.1 200 /);
    await expect.poll(() => ear.isClosed, times).toBe(true);
  });

  it('leaves no timer behind when it is closed', async () => {
    const [made, cleared] = [vi.spyOn(globalThis, 'setTimeout'), vi.spyOn(globalThis, 'clearTimeout')];
    const server = await aServer(anApp());
    await server.close();
    const grace = made.mock.results[made.mock.calls.findIndex(([, ms]) => ms === 2000)]?.value as unknown;
    expect(grace).toBeDefined();
    expect(cleared.mock.calls.flat()).toContain(grace);
  });

  it.each([
    ['EACCES', /^HTTP_PORT 0: this user may not listen there/],
    ['EAI_AGAIN', /^HTTP_HOST 127\.0\.0\.1 is not an address of this machine \(EAI_AGAIN\)/],
  ])('says in words why it cannot listen: %s', async (code, message) => {
    const listen = vi.spyOn(Server.prototype, 'listen').mockImplementation(function (this: Server) {
      process.nextTick(() => this.emit('error', Object.assign(new Error('no'), { code })));
      return this;
    });
    onTestFinished(() => listen.mockRestore());
    const refused = aServer();
    await expect(refused).rejects.toBeInstanceOf(UserError);
    await expect(refused).rejects.toThrow(message);
  });

  it('throws what it has no words for', async () => {
    const listen = vi.spyOn(Server.prototype, 'listen').mockImplementation(function (this: Server) {
      process.nextTick(() => this.emit('error', Object.assign(new Error('odd'), { code: 'EODD' })));
      return this;
    });
    onTestFinished(() => listen.mockRestore());
    await expect(aServer()).rejects.toThrow('odd');
    await pause(0);
  });
});
