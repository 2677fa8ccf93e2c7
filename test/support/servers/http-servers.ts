import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { onTestFinished } from 'vitest';

// Real servers on loopback for what asks over HTTP. Each is gone, with all its connections, when the test has ended.

export type Served = {
  /** `http://ADDRESS:PORT` */
  origin: string;
  port: number;
  requests: IncomingMessage[];
  /** every connection that was ever opened */
  sockets: Socket[];
};

export async function serve(handler: RequestListener, address?: string): Promise<Served> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    handler(request, response);
  });
  return { ...(await listen(server, address)), requests };
}

/** A server that answers each connection with bytes of the test's own, once something was asked. */
export async function serveRaw(answer: (socket: Socket) => void): Promise<Served> {
  const server = createTcpServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => answer(socket));
  });
  return { ...(await listen(server)), requests: [] };
}

/** A port on which nobody listens. */
export async function closedPort(): Promise<number> {
  const server = createTcpServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = addressOf(server);
  server.close();
  await once(server, 'close');
  return port;
}

async function listen(server: Server, address = '127.0.0.1'): Promise<Omit<Served, 'requests'>> {
  const sockets: Socket[] = [];
  server.on('connection', (socket) => sockets.push(socket));
  server.listen(0, address);
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const { port } = addressOf(server);
  return { origin: `http://${address}:${port}`, port, sockets };
}

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the server does not listen');
  return address;
}
