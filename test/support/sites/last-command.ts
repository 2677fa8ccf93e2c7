import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';

/**
 * A way to the Redis at a port for who is killed after so many commands, on all connections together: Redis gets those, and
 * nothing more. `said`: the commands' names.
 */
export async function aWayOf(port: number, most: number) {
  const said: string[] = [];
  const sockets = new Set<Socket>();
  const dead = Promise.withResolvers<null>();
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket.setNoDelay());
      socket.on('error', () => {});
    }
    let left = Buffer.alloc(0);
    far.on('data', (chunk) => void near.write(chunk));
    far.on('close', () => near.destroy());
    near.on('close', () => far.end());
    near.on('data', (chunk) => {
      left = Buffer.concat([left, chunk]);
      for (let next = commandIn(left); next !== null && said.length < most; next = commandIn(left)) {
        far.write(left.subarray(0, next.bytes));
        left = left.subarray(next.bytes);
        said.push(next.name);
        if (said.length === most) die();
      }
    });
  });
  function die(): void {
    server.close();
    for (const socket of sockets) socket.end();
    dead.resolve(null);
  }
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const { port: here } = server.address() as AddressInfo;
  return { url: `redis://127.0.0.1:${here}`, said, dead: dead.promise };
}

/** The first whole command of what a client sent: https://redis.io/docs/latest/develop/reference/protocol-spec/ */
function commandIn(bytes: Buffer): { name: string; bytes: number } | null {
  const lineAt = (from: number) => {
    const end = bytes.indexOf('\r\n', from);
    return end === -1 ? null : { text: bytes.toString('latin1', from, end), next: end + 2 };
  };
  const head = lineAt(0);
  if (head === null) return null;
  let at = head.next;
  let name = '';
  for (let part = 0; part < Number(head.text.slice(1)); part += 1) {
    const size = lineAt(at);
    if (size === null) return null;
    const end = size.next + Number(size.text.slice(1));
    if (bytes.length < end + 2) return null;
    if (part === 0) name = bytes.toString('latin1', size.next, end).toLowerCase();
    at = end + 2;
  }
  return { name, bytes: at };
}
