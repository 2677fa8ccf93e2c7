import { request } from 'node:http';
import { connect as connectTo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type Sandbox, startSandbox } from '../../sandbox/discord.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

function connect(origin: string): Promise<string> {
  const socket = new WebSocket(`${sandbox.url.replace('http', 'ws')}/page/socket`, { origin });
  return new Promise((resolve) => {
    socket.once('open', () => {
      socket.close();
      resolve('open');
    });
    socket.once('error', (error) => resolve(error.message));
  });
}

it('lets the page of this origin act, and no other website', async () => {
  expect(await connect(sandbox.url)).toBe('open');
  expect(await connect(sandbox.url.replace('127.0.0.1', 'localhost'))).toBe('open');
  expect(await connect('https://evil.test')).toContain('403');
});

it('serves the page with a policy that lets nothing else run or load', async () => {
  const response = await fetch(sandbox.url);
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
  expect(await response.text()).toContain('Driftwatch sandbox');
  expect((await fetch(`${sandbox.url}/../package.json`)).status).toBe(404);
});

it.each([
  ['localhost', 200],
  ['LocalHost.', 200],
  ['[::1]', 200],
  ['127.0.0.1:1', 200],
  ['evil.test', 421],
  ['127.0.0.1.evil.test', 421],
  ['localhost.evil.test:80', 421],
  ['evil.test, localhost', 421],
])('answers by its own host alone, whatever name was pointed here: %s', async (host, status) => {
  expect((await ask(host)).status).toBe(status);
  const socket = new WebSocket(`${sandbox.url.replace('http', 'ws')}/page/socket`, {
    origin: sandbox.url,
    headers: { host },
  });
  const opens = await new Promise((resolve) => {
    socket.once('open', () => resolve(true));
    socket.once('error', () => resolve(false));
  });
  socket.terminate();
  expect(opens).toBe(status === 200);
});

it('answers nobody who names no host', async () => {
  const socket = connectTo(Number(new URL(sandbox.url).port), '127.0.0.1');
  socket.write('GET / HTTP/1.0\r\n\r\n');
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 421 /);
});

function ask(host: string): Promise<{ status: number }> {
  return new Promise((resolve, reject) => {
    const asking = request(sandbox.url, { headers: { host } }, (response) => {
      response.resume();
      resolve({ status: response.statusCode ?? 0 });
    });
    asking.on('error', reject);
    asking.end();
  });
}
