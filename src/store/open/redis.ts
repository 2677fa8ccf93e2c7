import KeyvRedis, { createClient } from '@keyv/redis';
import type { RedisClientType } from '@keyv/redis';
import { setTimeout as pause } from 'node:timers/promises';
import { serverOf, serverProblem } from './server-problem.ts';
import type { Cure } from './server-problem.ts';
import { keyvOver } from '../state.ts';
import type { State } from '../state.ts';

const answerMs = 3000;

/** By the first word of an answer, or by its text if that word is only ERR. */
const cures: Cure[] = [
  [
    /WRONGPASS|NOAUTH|without any password/,
    'refuses the login ($).',
    'Correct user and password in STATE_URL.',
  ],
  [
    /DB index|invalid DB|pathname/,
    'has no such database.',
    'The path of STATE_URL must be a number that this server has, such as /0.',
  ],
  [/NOPERM/, 'cannot be used by this user ($).', 'Allow it all commands on the keys driftwatch:*.'],
  [/READONLY/, 'is read-only ($).', 'STATE_URL must name the primary server.'],
  [/MISCONF|OOM/, 'cannot store anything ($).', 'Free its disk or memory, then start again.'],
  [/LOADING/, 'is still loading its data ($).', 'Start Driftwatch again in a moment.'],
];

// An empty argument means "none".
const swapScript = `
  if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 0 end
  if ARGV[2] ~= '' then redis.call('SET', KEYS[1], ARGV[2]) else redis.call('DEL', KEYS[1]) end
  return 1`;

/**
 * State in a Redis (or Valkey) database, in keys that begin with `driftwatch:`.
 * @throws UserError if it cannot be used
 */
export async function openRedis(stateUrl: string): Promise<State> {
  const server = serverOf(stateUrl);
  const { client, run, close } = await connected(stateUrl).catch((error: unknown) => {
    throw serverProblem(error, server, cures);
  });
  const swapKey = (key: string) => `driftwatch:swap::${key}`;
  return {
    keyv: (namespace) =>
      // The adapter prefixes the namespace by itself.
      keyvOver({
        store: adapterOver(client, run),
        namespace: `driftwatch:${namespace}`,
        useKeyPrefix: false,
      }),
    peek: (key) => run(() => client.get(swapKey(key))),
    async swap(key, expected, next) {
      const options = { keys: [swapKey(key)], arguments: [expected ?? '', next ?? ''] };
      return (await run(() => client.eval(swapScript, options))) === 1;
    },
    close,
  };
}

type Run = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** A client that reconnects for ever, once it has been connected; `run` limits the time of each command. */
async function connected(url: string) {
  let opened = false;
  let closed = false;
  let connection = 0;
  let lost: number | null = null;
  const client: RedisClientType = createClient({
    url,
    name: 'driftwatch',
    // Nothing is sent after its caller was told that it failed.
    disableOfflineQueue: true,
    pingInterval: answerMs,
    socket: {
      connectTimeout: answerMs,
      // Ends a login without an answer; pings keep a working connection from being idle that long.
      socketTimeout: 4 * answerMs,
      reconnectStrategy: (retries) => opened && Math.min(50 * 2 ** retries, 1000),
    },
  });
  // Every caller gets its own error; without a listener, this event would end the process.
  client.on('error', () => {}).setMaxListeners(0);
  client.on('ready', () => void (lost = null));

  const run: Run = async (work) => {
    while (!client.isReady) {
      if (closed) throw new Error('The state has been closed');
      // Waits once per outage: after that every call fails at once, so an audit does not add up the waits.
      lost ??= performance.now();
      if (performance.now() > lost + answerMs) throw new Error('Redis cannot be reached');
      await pause(20);
    }
    const used = connection;
    return within(answerMs, work(), () => {
      // TCP notices a dead peer only after minutes. Rejects everything that waited for it.
      if (used !== connection || !client.isReady) return;
      connection += 1;
      client.destroy();
      void client.connect().catch(() => {});
    });
  };
  function close(): void {
    closed = true;
    if (client.isOpen) client.destroy();
  }

  try {
    await within(answerMs, client.connect());
    opened = true;
    // A replica, a full server or missing rights show at the first write: so write now, not in the middle of an audit.
    await run(() => client.set('driftwatch:opened', '1', { PX: 1000 }));
    return { client, run, close };
  } catch (error) {
    close();
    throw error;
  }
}

async function within<Result>(ms: number, work: Promise<Result>, onLate = () => {}): Promise<Result> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    late.reject(new Error('Redis did not answer in time'));
    onLate();
  }, ms);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** keyv's adapter, each of whose calls is bounded. */
function adapterOver(client: RedisClientType, run: Run) {
  const adapter = new KeyvRedis(client, { throwOnErrors: true });
  let swallowed: unknown = null;
  adapter.on('error', (error: unknown) => void (swallowed = error));
  type Entries = Parameters<typeof adapter.setMany>[0];
  return {
    opts: adapter.opts,
    get namespace() {
      return adapter.namespace;
    },
    set namespace(namespace: string | undefined) {
      adapter.namespace = namespace;
    },
    on() {},
    get: (key: string) => run(() => adapter.get(key)),
    getMany: (keys: string[]) => run(() => adapter.getMany(keys)),
    set: (key: string, value: string, ttl?: number) => run(() => adapter.set(key, value, ttl)),
    setMany: (entries: Entries) => run(() => adapter.setMany(entries)),
    delete: (key: string) => run(() => adapter.delete(key)),
    deleteMany: (keys: string[]) => run(() => adapter.deleteMany(keys)),
    has: (key: string) => run(() => adapter.has(key)),
    hasMany: (keys: string[]) => run(() => adapter.hasMany(keys)),
    clear: () =>
      run(async () => {
        swallowed = null;
        await adapter.clear();
        // The adapter only emits errors of this call.
        if (swallowed !== null) throw swallowed;
      }),
    iterator: (namespace?: string) => adapter.iterator(namespace),
  };
}
