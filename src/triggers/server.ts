import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { hostname } from 'node:os';
import type { Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { UserError } from '../text/user-error.ts';
import { createBearer } from './bearer.ts';
import { createBodyBudget } from './body-budget.ts';
import type { EndpointContext } from './endpoints/endpoint.ts';
import { endpoints } from './endpoints/index.ts';
import { readBody } from './raw-body.ts';
import { createFailedAttempts, networkOf } from './failed-attempts.ts';
import { codeOf } from '../text/error-code.ts';

export type ServerOptions = Pick<
  EndpointContext,
  'app' | 'log' | 'version' | 'metrics' | 'now' | 'onPush'
> & {
  host: string;
  /** 0: any that is free */
  port: number;
  /** null: POST /tools/invoke is off */
  triggerToken: string | null;
  /** null: POST /webhooks/github is off */
  webhookSecret: string | null;
  timeouts?: typeof defaultTimeouts;
};

/** Milliseconds. Whoever sends slower than this holds a connection, and is cut off. */
const defaultTimeouts = {
  headers: 5000,
  /** until the whole request has come, its body too; the answer may take as long as an audit takes */
  request: 15_000,
  idle: 5000,
  /** how often the first two are looked after */
  check: 1000,
  /** what answers under way are given when the server closes */
  farewell: 2000,
};

const CONNECTIONS = 2048;
/** Of one network. On loopback stands a reverse proxy, or who works on this machine. */
const CONNECTIONS_OF_NETWORK = 256;
const CONNECTIONS_OF_LOOPBACK = 1024;
const HEADER_BYTES = 16_384;
/** What is held of a connection that nobody reads from, each way. */
const BUFFER_BYTES = 16_384;

/**
 * Serves the endpoints of index.ts until closed. `port` is the one that it listens on.
 * @throws UserError naming HTTP_PORT or HTTP_HOST where it cannot listen
 */
export async function startServer(options: ServerOptions) {
  const { host, port, triggerToken, webhookSecret, timeouts = defaultTimeouts, ...shared } = options;
  const bearer = triggerToken === null ? null : createBearer(triggerToken, shared.now);
  const secret =
    webhookSecret === null ? null : { ...createFailedAttempts(shared.now), value: webhookSecret };
  const hosts = [host, hostname()];
  const site = routes({ ...shared, bearer, secret, hosts, startedAt: shared.now() });
  // fetch's globals are shared with the clients: they stay Node's own
  const listener = getRequestListener(site.fetch, { overrideGlobalObjects: false });
  const server = createServer(
    {
      headersTimeout: timeouts.headers,
      requestTimeout: timeouts.request,
      keepAliveTimeout: timeouts.idle,
      connectionsCheckingInterval: timeouts.check,
      maxHeaderSize: HEADER_BYTES,
      highWaterMark: BUFFER_BYTES,
    },
    (incoming, outgoing) => void listener(incoming, outgoing),
  );
  server.maxConnections = CONNECTIONS;
  limitNetworks(server);
  await listen(server, host, port);
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    async close() {
      const closed = once(server, 'close');
      server.close();
      const farewell = setTimeout(() => server.closeAllConnections(), timeouts.farewell);
      await closed;
      clearTimeout(farewell);
    },
  };
}

function routes(context: EndpointContext) {
  const budget = createBodyBudget();
  const site = new Hono<{ Bindings: HttpBindings }>();
  site.use(async (context, next) => {
    await next();
    context.header('Cache-Control', 'no-store');
    context.header('X-Content-Type-Options', 'nosniff');
    // what is left of a body that was answered is not received
    if (!context.env.incoming.complete) context.header('Connection', 'close');
  });
  for (const endpoint of endpoints) {
    const { method, path } = endpoint;
    site.on(method, path, async ({ req, env }) => {
      const { headers } = req.raw;
      const address = env.incoming.socket.remoteAddress ?? '';
      const lease = budget(address);
      const read = () => readBody(env.incoming, lease);
      // Thousands of pieces may come at once, before the answer: they are counted from the first.
      const early = headers.has('transfer-encoding') ? read() : null;
      early?.catch(() => {});
      try {
        return await endpoint.answer({ headers, address, body: () => early ?? read() }, context);
      } finally {
        lease.release();
      }
    });
    const allowed = method === 'GET' ? 'GET, HEAD' : method;
    site.all(path, (context) => context.text('Method Not Allowed', 405, { Allow: allowed }));
  }
  site.notFound((context) => context.text('Not Found', 404));
  site.onError((error, { req, env, json }) => {
    const id = randomBytes(4).toString('hex');
    // who hangs up before the request is whole is no fault of ours
    const hungUp = env.incoming.destroyed && !env.incoming.complete;
    if (!hungUp) context.log.error({ id, err: error, path: req.path }, 'A request failed');
    const message = `Internal error ${id}. The bot's log has the details under this id.`;
    return json({ error: { message, type: 'internal_error' } }, 500);
  });
  return site;
}

/** A network that has its share of connections gets no more of them. */
function limitNetworks(server: Server): void {
  const open = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    const network = networkOf(socket.remoteAddress ?? '');
    const count = (open.get(network) ?? 0) + 1;
    const most = /^(?:127\.|::1$|::ffff:127\.)/.test(network)
      ? CONNECTIONS_OF_LOOPBACK
      : CONNECTIONS_OF_NETWORK;
    if (count > most) {
      socket.destroy();
      return;
    }
    open.set(network, count);
    socket.once('close', () => {
      const left = (open.get(network) ?? 1) - 1;
      if (left > 0) open.set(network, left);
      else open.delete(network);
    });
  });
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  const listening = once(server, 'listening');
  server.listen(port, host, CONNECTIONS);
  try {
    await listening;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EADDRINUSE') {
      throw new UserError(
        `HTTP_PORT ${port} is taken on ${host}: end what listens there, or set another (0: any free one)`,
      );
    }
    if (code === 'EACCES') {
      throw new UserError(`HTTP_PORT ${port}: this user may not listen there: set one of 1024 or more`);
    }
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
      throw new UserError(
        `HTTP_HOST ${host} is not an address of this machine (${code}): set one that it has`,
      );
    }
    throw error;
  }
}
