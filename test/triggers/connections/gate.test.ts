import { describe, expect, it } from 'vitest';
import { anApp, gate } from '../../support/discord/app.ts';
import { dial, heard } from '../../support/triggers/flood.ts';
import { ask, aServer, invoke } from '../../support/triggers/scene.ts';

const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`;
const times = { timeout: 20_000 };

describe('the gate before the HTTP parser', () => {
  it('answers what was sent ahead up to two requests, and ends the connection with the third', async () => {
    const { port } = await aServer();
    const two = dial(port);
    const both = heard(two);
    two.write(get('/health').repeat(2));
    await expect.poll(() => both.said.match(/HTTP\/1\.1 200 /g)?.length, times).toBe(2);
    two.write(get('/nothing'));
    await expect.poll(() => both.said, times).toContain('HTTP/1.1 404 ');
    expect(both.isClosed).toBe(false);
    const many = dial(port);
    const some = heard(many);
    many.write(get('/health').repeat(5000));
    await expect.poll(() => some.isClosed, times).toBe(true);
    expect(some.said.match(/HTTP\/1\.1 200 /g)).toHaveLength(2);
  });

  it.each([
    [
      'an upgrade',
      'GET /health HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
      200,
    ],
    ['an expectation', 'GET /health HTTP/1.1\r\nHost: x\r\nExpect: tea\r\n\r\n', 200],
    ['HTTP/1.0', 'GET /health HTTP/1.0\r\nHost: x\r\nConnection: keep-alive\r\n\r\n', 200],
    [
      'a body where none belongs',
      'GET /health HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n',
      411,
    ],
    ['a body at no address', 'POST /x?y HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n', 411],
    ['no host', 'GET /health HTTP/1.1\r\n\r\n', 400],
  ])('serves or refuses %s as a plain request', async (_, sent, status) => {
    const { port } = await aServer();
    const socket = dial(port);
    const ear = heard(socket);
    socket.write(sent);
    await expect.poll(() => ear.said, times).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });

  it('opens no tunnel', async () => {
    const { port } = await aServer();
    const socket = dial(port);
    const ear = heard(socket);
    socket.write('CONNECT example.org:443 HTTP/1.1\r\nHost: example.org\r\n\r\n');
    await expect.poll(() => ear, times).toEqual({ said: '', isClosed: true });
  });

  it('ends who is silent, and not who is known and waits for an audit', async () => {
    const held = gate<never>();
    const begun = gate<null>();
    const app = anApp({
      audit() {
        begun.resolve(null);
        return held.promise;
      },
    });
    const timeouts = {
      headers: 60_000,
      request: 60_000,
      idle: 60_000,
      silence: 300,
      check: 50,
      closeGrace: 200,
    };
    const { port } = await aServer(app, { timeouts });
    const silent = heard(dial(port));
    const waiting = invoke(port, { tool: 'deployment_sync' });
    await begun.promise;
    await expect.poll(() => silent.isClosed, times).toBe(true);
    // Twice the silence, on a connection that came later.
    const later = heard(dial(port));
    await expect.poll(() => later.isClosed, times).toBe(true);
    held.reject(new Error('over'));
    expect((await waiting).status).toBe(500);
    expect((await ask(port, { method: 'GET', path: '/health' })).status).toBe(200);
  });
});
