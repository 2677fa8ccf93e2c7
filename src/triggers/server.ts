import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { hostname } from 'node:os';
import { getRequestListener } from '@hono/node-server';
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { UserError } from '../text/user-error.ts';
import { createBearer } from './bearer.ts';
import { createBodyBudget } from './body-budget.ts';
import type { EndpointContext } from './endpoints/endpoint.ts';
import { endpoints } from './endpoints/index.ts';
import { lengthRequired } from './endpoints/invocation.ts';
import { createGate } from './connections/gate.ts';
import { createPool } from './connections/pool.ts';
import { readBody } from './raw-body.ts';
import { createFailedAttempts } from './failed-attempts.ts';
import { codeOf } from '../text/error-code.ts';

export type ServerOptions = Pick<
  EndpointContext,
  'app' | 'log' | 'version' | 'metrics' | 'now' | 'onPush'
> & {
  host: string;
  /** 0: any free port */
  port: number;
  /** null: POST /tools/invoke is off */
  triggerToken: string | null;
  /** null: POST /webhooks/github is off */
  webhookSecret: string | null;
  timeouts?: typeof defaultTimeouts;
};

/** Milliseconds. Slower senders are cut off. */
const defaultTimeouts = {
  headers: 5000,
  /** until the whole request has come, its body too; the answer may take as long as an audit takes */
  request: 15_000,
  idle: 5000,
  /** without any data either way, except for holders of the token */
  silence: 15_000,
  /** how often the first two are looked after */
  check: 1000,
  /** how long running answers may take when the server closes */
  closeGrace: 2000,
};

/** Connections waiting to be accepted: a client without a place retries after a second. */
const BACKLOG = 1024;
const HEADER_BYTES = 16_384;
/** GitHub sends 15, a proxy adds some. */
const HEADERS = 100;
/** Buffer per connection and direction. */
const BUFFER_BYTES = 16_384;

/**
 * Serves the endpoints of index.ts until closed. `port`: the actual port.
 * @throws UserError that names HTTP_PORT or HTTP_HOST if it cannot listen
 */
export async function startServer(options: ServerOptions) {
  const { host, port, triggerToken, webhookSecret, timeouts = defaultTimeouts, ...shared } = options;
  const bearer = triggerToken === null ? null : createBearer(triggerToken, shared.now);
  const secret =
    webhookSecret === null ? null : { ...createFailedAttempts(shared.now), value: webhookSecret };
  const hosts = [host, hostname()];
  const context = { ...shared, bearer, secret, hosts, startedAt: shared.now() };
  const pool = createPool();
  const gate = createGate((request) => refusalOf(request, context));
  // fetch's globals are shared with the clients: they stay Node's own
  const listener = getRequestListener(routes(context, pool).fetch, { overrideGlobalObjects: false });
  const server = createServer({
    headersTimeout: timeouts.headers,
    requestTimeout: timeouts.request,
    keepAliveTimeout: timeouts.idle,
    connectionsCheckingInterval: timeouts.check,
    maxHeaderSize: HEADER_BYTES,
    highWaterMark: BUFFER_BYTES,
    IncomingMessage: gate.Gated,
  });
  server.maxHeadersCount = HEADERS;
  // Does not wait for clients that do not read. An audit that was requested with a token may take as long as it needs.
  server.setTimeout(timeouts.silence, (socket) => {
    if (!pool.isKnown(socket)) socket.destroy();
  });
  server.on('connection', pool.add);
  gate.watch(server);
  const serve = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    gate.count(incoming, outgoing);
    void listener(incoming, outgoing);
  };
  // Also for Node's automatic answers: no "100 Continue" before a request is admitted.
  for (const event of ['request', 'checkContinue', 'checkExpectation']) server.on(event, serve);
  await listen(server, host, port);
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    async close() {
      const closed = once(server, 'close');
      server.close();
      const closeGrace = setTimeout(() => server.closeAllConnections(), timeouts.closeGrace);
      await closed;
      clearTimeout(closeGrace);
    },
  };
}

/** What a request is refused with by its head alone, before more of it is parsed. */
function refusalOf(request: IncomingMessage, context: EndpointContext): Response | null {
  const { headers, method, url = '', socket } = request;
  if (headers['transfer-encoding'] === undefined) return null;
  const path = url.replace(/[?#].*$/s, '');
  const endpoint = endpoints.find((each) => each.method === method && each.path === path);
  const get = (name: string) => headers[name]?.toString() ?? null;
  const admitted = endpoint?.admit?.({ headers: { get }, address: socket.remoteAddress ?? '' }, context);
  if (admitted instanceof Response) return admitted;
  return admitted === 'known' ? null : lengthRequired();
}

function routes(context: EndpointContext, pool: ReturnType<typeof createPool>) {
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
    site.on(method, path, async ({ req, env: { incoming, outgoing } }) => {
      const { headers } = req.raw;
      const { socket } = incoming;
      const address = socket.remoteAddress ?? '';
      const admitted = endpoint.admit?.({ headers, address }, context) ?? 'open';
      if (admitted instanceof Response) return admitted;
      if (admitted === 'known') pool.known(socket);
      if (admitted === 'unproven') pool.delivers(socket);
      const lease = budget(address);
      const body = () => readBody(incoming, outgoing, lease);
      try {
        return await endpoint.answer({ headers, address, url: req.url, body }, context);
      } finally {
        lease.release();
        pool.done(socket);
      }
    });
    const allowed = method === 'GET' ? 'GET, HEAD' : method;
    site.all(path, (context) => context.text('Method Not Allowed', 405, { Allow: allowed }));
  }
  site.notFound((context) => context.text('Not Found', 404));
  site.onError((error, { req, env, json }) => {
    const id = randomBytes(4).toString('hex');
    // a client that hangs up before its request is complete is not our error
    const hungUp = env.incoming.destroyed && !env.incoming.complete;
    if (!hungUp) context.log.error({ id, err: error, path: req.path }, 'A request failed');
    const message = `Internal error ${id}. The bot's log has the details under this id.`;
    return json({ error: { message, type: 'internal_error' } }, 500);
  });
  return site;
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  const listening = once(server, 'listening');
  server.listen(port, host, BACKLOG);
  try {
    await listening;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EADDRINUSE') {
      throw new UserError(
        `HTTP_PORT ${port} is taken on ${host}: stop what listens there, or set another (0: any free one)`,
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
