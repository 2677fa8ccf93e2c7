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
