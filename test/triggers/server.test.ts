import { connect } from 'node:net';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Report } from '../../src/report/report.ts';
import { UserError } from '../../src/text/user-error.ts';
import { anApp, gate } from '../support/discord/app.ts';
import { ask, aServer, token } from '../support/triggers/scene.ts';

const sync = JSON.stringify({ tool: 'deployment_sync' });
const wrong = { body: sync, authorization: 'Bearer wrong' };
const quick = { headers: 150, request: 300, idle: 200, silence: 5000, check: 50, closeGrace: 200 };

/** A connection that sends what it is told, and everything that came back when it was closed. */
function dial(port: number, ...sent: string[]) {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  for (const part of sent) socket.write(part);
  const answer = text(socket);
  answer.catch(() => undefined);
  return { socket, answer };
}

describe('the HTTP server', () => {
  it('takes any free port for 0, and says which', async () => {
    const { port } = await aServer();
    expect(port).toBeGreaterThan(0);
    expect((await ask(port, { method: 'GET', path: '/health' })).status).toBe(200);
  });

  it.each([
    [
      'a port that is taken',
      async () => ({ port: (await aServer()).port }),
      /^HTTP_PORT \d+ is taken on 127/,
    ],
    ['an address of another machine', async () => ({ host: '192.0.2.1' }), /^HTTP_HOST 192\.0\.2\.1 is no/],
    ['no address', async () => ({ host: 'nowhere.invalid' }), /^HTTP_HOST nowhere\.invalid is no/],
  ])('refuses %s in words', async (_, over, message) => {
    const refused = aServer(anApp(), await over());
    await expect(refused).rejects.toBeInstanceOf(UserError);
    await expect(refused).rejects.toThrow(message);
  });

  it('cuts off who sends headers, a token or a body too slowly', async () => {
    const { port } = await aServer(anApp(), { timeouts: quick });
    const head = `POST /tools/invoke HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}`;
    const slow = [
      dial(port),
      dial(port, 'POST /too'),
      dial(port, head.slice(0, -5)),
      dial(port, `${head}\r\nContent-Length: 100\r\n\r\n{"tool":`),
      dial(port, `${head}\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"too`),
    ];
    const answers = await Promise.all(slow.map(({ answer }) => answer));
    for (const answer of answers.slice(1)) expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    // On a busy machine this one may be slow too.
    const status = async () => (await ask(port, { method: 'GET', path: '/health' })).status;
    await expect.poll(() => status().catch(String)).toBe(200);
  });

  it('answers who has ended its own half of the connection', async () => {
    const { port } = await aServer();
    const head = `POST /tools/invoke HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer ${token}`;
    const { socket, answer } = dial(port, `${head}\r\nContent-Length: ${sync.length}\r\n\r\n`);
    socket.end(sync);
    expect(await answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  });

  it.each([
    ['rubbish', 'rubbish\r\n\r\n', 400],
    ['a request without a host', 'GET /health HTTP/1.1\r\n\r\n', 400],
    ['a header of 20 KB', `GET /health HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    [
      'two lengths',
      'POST /tools/invoke HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx',
      400,
    ],
  ])('refuses %s, and lives on', async (_, sent, status) => {
    const { port, logged } = await aServer();
    const { answer } = dial(port, sent);
    expect(await answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect((await ask(port, { method: 'GET', path: '/health' })).status).toBe(200);
    expect(logged).toEqual([]);
  });

  it('logs nothing of who hangs up amid a body', async () => {
    const { port, logged } = await aServer();
    const head = `POST /tools/invoke HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}`;
    const { socket } = dial(port);
    await once(socket, 'connect');
    socket.write(`${head}\r\nContent-Length: 100\r\n\r\n{"tool":`);
    await ask(port, { method: 'GET', path: '/health' });
    socket.destroy();
    await ask(port, { method: 'GET', path: '/health' });
    expect(logged).toEqual([]);
  });

  it('closes within its grace, though an audit is waited for', async () => {
    const begun = gate<null>();
    const app = anApp({
      audit() {
        begun.resolve(null);
        return gate<Report>().promise;
      },
    });
    const server = await aServer(app, { timeouts: quick });
    const waiting = ask(server.port, { body: sync }).catch((error: Error) => error.message);
    await begun.promise;
    await server.close();
    expect(await waiting).toContain('hang up');
    await expect(ask(server.port, { body: sync })).rejects.toThrow('ECONNREFUSED');
  });
});

describe('the limit on wrong tokens', () => {
  it('refuses the 21st within 60 s from an address, and the right one with it, until the 60 s are over', async () => {
    let now = Date.now();
    const { port } = await aServer(anApp(), { now: () => now });
    for (let count = 0; count < 20; count += 1) expect((await ask(port, wrong)).status).toBe(401);
    now += 15_500;
    const refused = await ask(port, wrong);
    expect(refused).toMatchObject({
      status: 429,
      headers: { 'retry-after': '45' },
      text: '{"error":{"message":"Too many wrong tokens: try again in 45 s","type":"rate_limited"}}',
    });
    expect((await ask(port, { body: sync })).status).toBe(429);
    expect((await ask(port, { body: sync, from: '127.0.0.2' })).status).toBe(200);
    expect((await ask(port, { method: 'GET', path: '/health' })).status).toBe(200);
    now += 45_000;
    expect((await ask(port, { body: sync })).status).toBe(200);
    expect((await ask(port, wrong)).status).toBe(401);
  });

  it('counts no request without a token', async () => {
    const { port } = await aServer();
    for (let count = 0; count < 25; count += 1) {
      expect((await ask(port, { body: sync, authorization: null })).status).toBe(401);
    }
    expect((await ask(port, { body: sync })).status).toBe(200);
  });

  it('counts twenty at once as twenty', async () => {
    const { port } = await aServer();
    const answers = await Promise.all(Array.from({ length: 30 }, () => ask(port, wrong)));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(20);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(10);
  });
});
