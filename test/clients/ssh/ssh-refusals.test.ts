import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createSshClient } from '../../../src/clients/ssh/ssh.ts';
import { lacks } from '../../support/machines/system.ts';
import { read, scene } from '../../support/clients/ssh-scene.ts';

describe.skipIf(lacks(['sshd', 'openssh-server']))('a machine that refuses', () => {
  it.each([
    ['any session', ['MaxSessions 0'], /refused to run a command .*MaxSessions/],
    [
      'keys',
      ['PubkeyAuthentication no', 'PasswordAuthentication yes'],
      /accepts no keys from .*, only password/,
    ],
    [
      'the key alone',
      ['AuthenticationMethods publickey,password', 'PasswordAuthentication yes'],
      /more than a key/,
    ],
    ['our algorithms', ['Ciphers aes256-cbc'], /no cipher in common with us/],
    ['every key', ['AuthorizedKeysFile none'], /refused user .* with the key .*client: add the public key/],
  ])('%s is denied and says so', async (_what, config, message) => {
    const { client, host } = await scene({ config });
    const refused = read(client, host, 'echo');
    await expect(refused).rejects.toMatchObject({
      name: 'SshError',
      message: expect.stringMatching(message),
    });
  });

  it('our script for a command of its own answers with that, and the script is not run', async () => {
    const { client, host } = await scene({ config: ['ForceCommand echo forced'] });
    expect(await read(client, host, 'echo script')).toEqual({ end: 'closed', output: 'forced\n' });
  });
});

describe('a machine that is no SSH server', () => {
  it('is unreachable when nothing listens there', async () => {
    const port = await listen(() => {}, 'closed');
    await expect(attempt(port)).rejects.toMatchObject({
      name: 'SshError',
      kind: 'unreachable',
      message: `connection refused by 127.0.0.1:${port}`,
    });
  });

  it('is unreachable when its name has no address', async () => {
    await expect(attempt(22, 'no-such-host.invalid')).rejects.toMatchObject({
      kind: 'unreachable',
      message: expect.stringMatching(/no-such-host\.invalid.*DNS/),
    });
  });

  it.each([
    [
      'never speaks',
      'timeout',
      /no answer within 0\.4 s while waiting for the SSH greeting of 127/,
      () => {},
    ],
    [
      'hangs up',
      'unreachable',
      /closed the connection without an SSH greeting/,
      (socket: Socket) => socket.end(),
    ],
    ['resets', 'unreachable', /reset the connection/, (socket: Socket) => socket.resetAndDestroy()],
    [
      'speaks HTTP',
      'unreachable',
      /without an SSH greeting/,
      (socket: Socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
    ],
    ['speaks SSH 1', 'malformed', /does not speak SSH/, (socket: Socket) => socket.write('SSH-1.5-old\r\n')],
    [
      'sends one endless line',
      'malformed',
      /does not speak SSH/,
      (socket: Socket) => socket.write('x'.repeat(1e6)),
    ],
    [
      'sends endless lines',
      'malformed',
      /does not speak SSH/,
      (socket: Socket) => socket.write('x\r\n'.repeat(1e5)),
    ],
    [
      'greets, then garbage',
      'malformed',
      /does not speak SSH/,
      (socket: Socket) => socket.write(`SSH-2.0-x\r\n${'\xff'.repeat(1e4)}`),
    ],
    [
      'greets, then nothing',
      'timeout',
      /no answer within 0\.4 s while/,
      (socket: Socket) => socket.write('SSH-2.0-x\r\n'),
    ],
  ])('that %s is %s', async (_what, kind, message, serve) => {
    const port = await listen(serve);
    await expect(attempt(port)).rejects.toMatchObject({ kind, message: expect.stringMatching(message) });
  });
});

async function listen(serve: (socket: Socket) => void, state: 'open' | 'closed' = 'open'): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    serve(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const stop = () => {
    sockets.forEach((socket) => socket.destroy());
    server.close();
  };
  if (state === 'closed') stop();
  else onTestFinished(stop);
  return port;
}

function attempt(port: number, host = '127.0.0.1') {
  const agentSocket = '/nonexistent/agent';
  const client = createSshClient({
    knownHosts: '/nonexistent/known_hosts',
    keyPath: null,
    passphrase: null,
    agentSocket,
  });
  onTestFinished(() => client.close());
  return read(client, { host, port, user: 'nobody', jump: null }, 'echo', { connectTimeoutMs: 400 });
}
