import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { testFolder } from '../support/machines/folder.ts';
import { closedPort } from '../support/servers/http-servers.ts';

const hasIPv6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === '::1'),
);
const script = resolve('packaging/healthcheck.ts');

async function listening(host: string, status = 200): Promise<string> {
  const server = createServer(({ url }, response) =>
    response.writeHead(url === '/health' ? status : 404).end(),
  );
  server.listen(0, host);
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return String((server.address() as AddressInfo).port);
}

async function check(environment: Record<string, string>, folder?: string) {
  const options = { cwd: folder ?? (await testFolder()), env: environment };
  const child = spawn(process.execPath, [script], { ...options, stdio: ['ignore', 'pipe', 'inherit'] });
  const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return { said, code: Number(code) };
}

describe("the container's health check", () => {
  it.each(
    [
      ['the address that the bot listens on', '127.0.0.2', '127.0.0.2'],
      ['this machine where it listens on every address', '0.0.0.0', '127.0.0.1'],
      ['this machine where it listens on every address, with IPv6 too', '::', '[::1]'],
      ['loopback where nothing is said', '', '127.0.0.1'],
    ].filter(([, host]) => host !== '::' || hasIPv6),
  )('asks %s', async (_, HTTP_HOST, asked) => {
    const HTTP_PORT = await listening(HTTP_HOST || '127.0.0.1');
    expect(await check({ HTTP_HOST, HTTP_PORT })).toEqual({
      said: `http://${asked}:${HTTP_PORT}/health: 200\n`,
      code: 0,
    });
  });

  it('reads .env as the bot does', async () => {
    const folder = await testFolder();
    writeFileSync(join(folder, '.env'), `HTTP_PORT=${await listening('127.0.0.1')}\n`);
    expect((await check({}, folder)).code).toBe(0);
  });

  it('fails, and says why, where the bot is not well or not there', async () => {
    expect(await check({ HTTP_PORT: await listening('127.0.0.1', 503) })).toMatchObject({
      said: expect.stringContaining(': 503'),
      code: 1,
    });
    const nowhere = await check({ HTTP_PORT: String(await closedPort()) });
    expect(nowhere).toMatchObject({ said: expect.stringContaining('ECONNREFUSED'), code: 1 });
  });
});
