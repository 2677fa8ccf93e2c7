import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';

type Address = { address: string; port: number };

/** Passes connections on. @param open holds what ends it, for as long as it lasts @returns what ends it */
export async function forward(
  { from, to }: { from: Address; to: Address },
  open: Set<() => void>,
): Promise<() => void> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const beyond = connect(to.port, to.address);
    for (const [one, other] of [
      [socket, beyond],
      [beyond, socket],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => sockets.delete(one));
      one.pipe(other);
    }
  });
  server.listen(from.port, from.address);
  await once(server, 'listening');
  function end() {
    open.delete(end);
    server.close();
    for (const socket of sockets) socket.destroy();
  }
  open.add(end);
  return end;
}
