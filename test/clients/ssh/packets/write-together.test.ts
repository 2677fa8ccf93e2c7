import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { writeTogether } from '../../../../src/clients/ssh/packets/write-together.ts';

/** Two ends of one connection, and how often the first was told to write to the system. */
async function pair() {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const accepted = once(server, 'connection');
  const socket = connect({ host: '127.0.0.1', port: port ?? 0, noDelay: true });
  const [other]: Socket[] = await accepted;
  onTestFinished(() => {
    for (const each of [socket, other]) each?.destroy();
    server.close();
  });
  const sent: number[] = [];
  const whole = socket._writev?.bind(socket);
  socket._writev = (chunks, done) => {
    sent.push(chunks.length);
    whole?.(chunks, done);
  };
  const heard: string[] = [];
  other?.setEncoding('utf8').on('data', (text: string) => heard.push(text));
  return { socket: writeTogether(socket), sent, heard: () => heard.join('') };
}

it('sends what is written in one turn together, in its order, and the next turn by itself', async () => {
  const { socket, sent, heard } = await pair();
  for (const text of ['a', 'b', 'c']) socket.write(text);
  await expect.poll(heard).toBe('abc');
  for (const text of ['d', 'e']) socket.write(Buffer.from(text));
  await expect.poll(heard).toBe('abcde');
  expect(sent).toEqual([3, 2]);
});

it('says when a piece was sent, and sends what was written before the end', async () => {
  const { socket, heard } = await pair();
  await new Promise<void>((sent) => socket.write('a', () => sent()));
  await new Promise<void>((sent) => socket.write('b', 'utf8', () => sent()));
  socket.write('c');
  socket.end('d');
  await expect.poll(heard).toBe('abcd');
});
