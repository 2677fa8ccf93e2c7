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

/** Milliseconds. Whoever sends slower than this holds a connection, and is cut off. */
const defaultTimeouts = {
  headers: 5000,
  /** until the whole request has come, its body too; the answer may take as long as an audit takes */
  request: 15_000,
  idle: 5000,
  /** without a byte either way, but for who is known by a token */
  silence: 15_000,
  /** how often the first two are looked after */
  check: 1000,
  /** what answers under way are given when the server closes */
  closeGrace: 2000,
};

/** Waiting to be accepted: who finds no place tries again after a second. */
const BACKLOG = 1024;
const HEADER_BYTES = 16_384;
/** GitHub sends 15, a proxy adds some. */
const HEADERS = 100;
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
  // Whoever reads no answers is not waited for. An audit that was requested with a token takes as long as it takes.
  server.setTimeout(timeouts.silence, (socket) => {
    if (!pool.isKnown(socket)) socket.destroy();
  });
  server.on('connection', pool.add);
  gate.watch(server);
  const serve = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    gate.count(incoming, outgoing);
    void listener(incoming, outgoing);
  };
  // What Node would answer by itself goes the same way: nobody gets "100 Continue" before they are admitted.
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
    // who hangs up before the request is whole is no fault of ours
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
