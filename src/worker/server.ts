import { once } from 'node:events';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import { codeOf } from '../text/error-code.ts';
import { UserError } from '../text/user-error.ts';
import type { Counts } from './counts.ts';

/** What GET /health says, with 503 where it fails: no job comes then. `queue`: `in reach`, or why it is not. */
export type WorkerHealth = {
  status: 'ok' | 'fail';
  queue: string;
  version: string | null;
  pid: number;
  uptime_seconds: number;
  site: string;
  release: string;
  worker: string;
};

type Options = { host: string; port: number; counts: Counts; health: () => WorkerHealth };

/** Serves GET /health and GET /metrics until closed. @throws UserError where it cannot listen */
export async function startWorkerServer({ host, port, counts, health }: Options) {
  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0];
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return reply(response, 405, 'text/plain', 'Method Not Allowed\n');
    if (path === '/health') {
      const said = health();
      return reply(response, said.status === 'ok' ? 200 : 503, 'application/json', JSON.stringify(said));
    }
    if (path !== '/metrics') return reply(response, 404, 'text/plain', 'Not Found\n');
    void counts.text().then(
      (text) => reply(response, 200, counts.contentType, text),
      () => reply(response, 500, 'text/plain', 'Internal error\n'),
    );
  });
  server.maxConnections = 64;
  server.requestTimeout = 5000;
  const listening = once(server, 'listening');
  server.listen(port, host);
  await listening.catch((error: unknown) => {
    const why = codeOf(error) ?? 'unknown error';
    throw new UserError(
      `The worker cannot listen on HTTP_HOST ${host}, HTTP_PORT ${port} (${why}): set others, or port 0 for any free one`,
    );
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function reply(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, {
    'Content-Type': type,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(body);
}
