import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createHttpClient } from '../../../src/clients/http/http.ts';
import { closedPort, serve, serveRaw } from '../../support/servers/http-servers.ts';

const client = createHttpClient();
const hasty = { headers: {}, timeoutMs: 1000, maxBytes: 1_000_000 };
const patient = { ...hasty, timeoutMs: 20_000 };

const noAnswer = {
  name: 'HttpError',
  kind: 'timeout',
  code: 'NO_ANSWER',
  message: 'no answer within 1 s',
};
const incomplete = { ...noAnswer, code: 'SLOW_ANSWER', message: 'the answer was not complete within 1 s' };

describe('the deadline covers', () => {
  it('a server that never answers, and the connection is closed', async () => {
    const { origin, sockets } = await serve(() => undefined);
    await expect(client.get(origin, hasty)).rejects.toMatchObject(noAnswer);
    await Promise.all(sockets.map(async (socket) => socket.destroyed || (await once(socket, 'close'))));
  });

  it('a server whose head drips', async () => {
    const { origin } = await serveRaw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      const drip = setInterval(() => socket.write('X-More: 1\r\n'), 20);
      socket.on('close', () => clearInterval(drip));
    });
    await expect(client.get(origin, hasty)).rejects.toMatchObject(noAnswer);
  });

  it('a body that hangs', async () => {
    const { origin } = await serve((_, response) => response.writeHead(200).write('{"version":'));
    await expect(client.get(origin, hasty)).rejects.toMatchObject(incomplete);
  });

  it('a body that drips', async () => {
    const { origin } = await serve((_, response) => {
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(drip));
    });
    await expect(client.get(origin, hasty)).rejects.toMatchObject(incomplete);
  });

  it('all redirects together', async () => {
    const { origin } = await serve((request, response) => {
      setTimeout(() => response.writeHead(302, { location: `${request.url}x` }).end(), 400);
    });
    await expect(client.get(`${origin}/`, hasty)).rejects.toMatchObject({ kind: 'timeout' });
  });

  it('a TLS handshake that gets no reply', async () => {
    const { port } = await serveRaw(() => undefined);
    const unconnected = { ...noAnswer, code: 'ETIMEDOUT' };
    await expect(client.get(`https://127.0.0.1:${port}/`, hasty)).rejects.toMatchObject(unconnected);
  });

  it('a connection that nobody accepts', async () => {
    const port = await fullBacklog();
    await expect(client.get(`http://127.0.0.1:${port}/`, hasty)).rejects.toMatchObject({ kind: 'timeout' });
  });
});

describe('no answer', () => {
  it('from a closed port is a refusal', async () => {
    const port = await closedPort();
    await expect(client.get(`http://127.0.0.1:${port}/`, patient)).rejects.toMatchObject({
      kind: 'unreachable',
      code: 'ECONNREFUSED',
      message: `connection refused by 127.0.0.1:${port}`,
    });
  });

  it('from any address of a name is a refusal too', async () => {
    const port = await closedPort();
    await expect(client.get(`http://localhost:${port}/`, patient)).rejects.toMatchObject({
      kind: 'unreachable',
      code: 'ECONNREFUSED',
    });
  });

  it('from a name that does not exist says so', async () => {
    const found = client.get('http://driftwatch.invalid/', patient);
    await expect(found).rejects.toMatchObject({ kind: 'unreachable' });
    await expect(found).rejects.toThrow(/driftwatch\.invalid$/);
  });

  it('but a reset is unreachable', async () => {
    const { origin } = await serveRaw((socket) => socket.resetAndDestroy());
    await expect(client.get(origin, patient)).rejects.toMatchObject({
      kind: 'unreachable',
      code: 'ECONNRESET',
    });
  });

  it('but a closed connection is unreachable', async () => {
    const { origin } = await serveRaw((socket) => socket.end());
    await expect(client.get(origin, patient)).rejects.toMatchObject({
      kind: 'unreachable',
      code: 'ECONNRESET',
      message: `${origin.slice(7)} closed the connection without an answer`,
    });
  });

  it.each([
    ['no HTTP at all', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['a broken chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnot hex\r\n'],
    ['a length that is no number', 'HTTP/1.1 200 OK\r\nContent-Length: ten\r\n\r\n'],
    ['an endless head', `HTTP/1.1 200 OK\r\n${'X-Padding: 0123456789\r\n'.repeat(20_000)}\r\n`],
    ['less than it promised', 'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"version":'],
  ])('that is HTTP is malformed: %s', async (_, bytes) => {
    const { origin } = await serveRaw((socket) => socket.end(bytes));
    await expect(client.get(origin, patient)).rejects.toMatchObject({ name: 'HttpError', kind: 'malformed' });
  });

  it('comes over TLS from a server that speaks none', async () => {
    const { port } = await serve((_, response) => response.end());
    await expect(client.get(`https://127.0.0.1:${port}/`, patient)).rejects.toMatchObject({
      kind: 'unreachable',
      message: `TLS with 127.0.0.1:${port} failed: wrong version number (does it speak TLS there, or plain http://?)`,
    });
  });

  it.each(['ftp://127.0.0.1/', 'no address', 'http://'])('can come from %j', async (url) => {
    await expect(client.get(url, patient)).rejects.toMatchObject({
      kind: 'malformed',
      code: 'ERR_INVALID_URL',
    });
  });

  it('can be asked for with a header that breaks its line, and its value is not repeated', async () => {
    const { origin, requests } = await serve((_, response) => response.end());
    const failed = client.get(origin, { ...patient, headers: { 'X-Token': 'secret\r\nX-Other: 1' } });
    await expect(failed).rejects.toMatchObject({ name: 'HttpError', code: 'ERR_INVALID_CHAR' });
    await expect(failed).rejects.not.toThrow(/secret/);
    expect(requests).toHaveLength(0);
  });

  it('is not waited for once the client is closed', async () => {
    const closing = createHttpClient();
    const { origin, requests } = await serve(() => undefined);
    const answer = closing.get(origin, patient).catch((error: unknown) => error);
    while (requests.length === 0) await pause(10);
    await closing.close();
    expect(await answer).toMatchObject({ name: 'HttpError', code: 'ABORTED' });
  });
});

/** A port whose queue of connections is full, so that the kernel answers no further one. */
async function fullBacklog(): Promise<number> {
  const script = `const server = require('net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    require('fs').writeSync(1, String(server.address().port) + '\\n');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [printed] = (await once(child.stdout, 'data')) as [Buffer];
  const port = Number(printed.toString());
  const waiting = Array.from({ length: 4 }, () => connect(port, '127.0.0.1').on('error', () => undefined));
  onTestFinished(() => waiting.forEach((socket) => socket.destroy()));
  await pause(200);
  return port;
}
