import { once } from 'node:events';
import { chmodSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createSshClient } from '../../../src/clients/ssh/ssh.ts';
import { testFolder } from '../../support/machines/folder.ts';
import { noKeys, read, throughConfig } from '../../support/clients/ssh-scene.ts';

describe('where to look when no session comes up', () => {
  it.each([
    ['a drop that says why', 'Exceeded MaxStartups\r\n', /raise MaxStartups/, 'server'],
    ['an address that is shut out', 'Not allowed at this time\r\n', /PerSourcePenalties/, 'server'],
    ['a line of another kind', 'go away\r\n', /without an SSH greeting \(it said: go away\)/, 'server'],
    ['a greeting and the end', 'SSH-2.0-x\r\n', /closed the connection after its SSH greeting/, 'server'],
    ['nothing', '', /without an SSH greeting$/, 'server'],
  ])('%s', async (_what, said, message, suspect) => {
    const port = await listen((socket) => socket.end(said));
    await expect(attempt(port)).rejects.toMatchObject({ suspect, message: expect.stringMatching(message) });
  });

  it('is the server that accepts and says nothing, or a line now and then', async () => {
    const silent = await listen(() => {});
    await expect(attempt(silent)).rejects.toMatchObject({ kind: 'timeout', suspect: 'server' });
    const tarpit = await listen((socket) => {
      const timer = setInterval(() => socket.write('x\r\n'), 50);
      socket.on('close', () => clearInterval(timer));
    });
    await expect(attempt(tarpit)).rejects.toMatchObject({ kind: 'timeout', suspect: 'server' });
  });

  it('is the name that has no address, with the ssh_config that was not read', async () => {
    const path = join(await testFolder(), 'config');
    writeFileSync(path, 'Host mini\n HostName 10.0.0.5\n', { mode: 0o600 });
    chmodSync(path, 0o666);
    const refused = read(client(), throughConfig('mini.invalid', path), '');
    await expect(refused).rejects.toMatchObject({
      suspect: 'name',
      message: expect.stringMatching(/DNS.*; .*config is ignored, since others may write to it/),
    });
  });
});

async function listen(serve: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    serve(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    sockets.forEach((socket) => socket.destroy());
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

function client() {
  const made = createSshClient({
    knownHosts: '/nonexistent/known',
    ...noKeys,
    agentSocket: '/nonexistent',
  });
  onTestFinished(() => made.close());
  return made;
}

function attempt(port: number) {
  const host = { host: '127.0.0.1', port, user: 'nobody', jump: null };
  return read(client(), host, '', { connectTimeoutMs: 700 });
}
