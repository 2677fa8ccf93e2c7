import { SshError } from '../errors.ts';
import { judgeHostKey } from './host-keys/known-hosts.ts';
import type { KnownHost } from './host-keys/known-hosts.ts';
import { connect } from './connect.ts';
import type { Attempt, Identity } from './connect.ts';
import type { Connection } from './connection.ts';
import { answers } from './forward.ts';
import { pinnedAs } from './host.ts';
import type { SshHost } from './host.ts';

export type Pool = {
  /**
   * The connection to a host, opened if there is none. Concurrent callers share one attempt, its time limit and its
   * failure.
   * @throws SshError
   */
  get(target: SshHost, timeoutMs: number): Promise<Connection>;
  /** Removes a connection, so that the next caller gets a new one; current users may finish. */
  drop(connection: Connection): void;
  close(): void;
};

type Entry = { connecting: Promise<Connection>; connection: Connection | null; abort: AbortController };

/** ms that a pooled connection has to answer before it counts as stale */
export function livenessTimeoutOf(timeoutMs: number): number {
  return Math.min(timeoutMs / 2, 2000);
}

export function createPool(identity: Identity): Pool {
  const entries = new Map<string, Entry>();

  async function get(target: SshHost, timeoutMs: number): Promise<Connection> {
    const pooled = entries.get(keyOf(target));
    if (pooled !== undefined) {
      const connection = await pooled.connecting;
      if (isPinned(connection, await identity.knownHosts()) && !connection.lost.aborted) return connection;
      drop(connection);
    }
    return (entries.get(keyOf(target)) ?? start(target, timeoutMs)).connecting;
  }

  function start(target: SshHost, timeoutMs: number): Entry {
    const abort = new AbortController();
    const attempt: Attempt = { signal: abort.signal, doing: 'starting', suspect: 'network' };
    const timer = setTimeout(() => {
      const late = `no answer within ${timeoutMs / 1000} s while ${attempt.doing}`;
      abort.abort(new SshError('timeout', late, null, attempt.suspect));
    }, timeoutMs);
    const entry: Entry = { connecting: establish(target, timeoutMs, attempt), connection: null, abort };
    const forget = () => entries.get(keyOf(target)) === entry && entries.delete(keyOf(target));
    entries.set(keyOf(target), entry);
    void settle(entry, forget).finally(() => clearTimeout(timer));
    return entry;
  }

  async function settle(entry: Entry, forget: () => void): Promise<void> {
    try {
      entry.connection = await entry.connecting;
      entry.connection.lost.addEventListener('abort', forget, { once: true });
      if (entry.connection.lost.aborted) forget();
    } catch {
      forget(); // the callers get the error
    }
  }

  async function establish(target: SshHost, timeoutMs: number, attempt: Attempt): Promise<Connection> {
    const via = target.jump === null ? null : await reachJump(target.jump, timeoutMs, attempt);
    return connect(target, via, identity, attempt);
  }

  async function reachJump(jump: SshHost, timeoutMs: number, attempt: Attempt): Promise<Connection> {
    attempt.doing = `connecting to the jump host ${jump.host}:${jump.port}`;
    const via = await unlessAborted(get(jump, timeoutMs), attempt.signal);
    if (!via.proven || (await unlessAborted(answers(via, livenessTimeoutOf(timeoutMs)), attempt.signal)))
      return via;
    drop(via);
    return unlessAborted(get(jump, timeoutMs), attempt.signal);
  }

  function drop(connection: Connection): void {
    const key = keyOf(connection.target);
    if (entries.get(key)?.connection === connection) entries.delete(key);
    connection.retire();
  }

  return {
    get,
    drop,
    close() {
      for (const { connection, abort } of entries.values()) {
        abort.abort(new SshError('unreachable', 'the SSH client was closed'));
        connection?.end();
      }
      entries.clear();
    },
  };
}

/** known_hosts may have changed since the connection was opened: a removed or revoked key ends its use. */
function isPinned({ target, hostKey, via }: Connection, known: KnownHost[]): boolean {
  const { host, port } = pinnedAs(target);
  if (!judgeHostKey(known, host, port, hostKey).accepted) return false;
  return via === null || isPinned(via, known);
}

function keyOf({ user, host, port, jump, keys = [], hostKeyAlias = '', problem = '' }: SshHost): string {
  const way = jump === null ? null : keyOf(jump);
  return JSON.stringify([user, host, port, way, keys, hostKeyAlias, problem]);
}

async function unlessAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const aborted = Promise.withResolvers<never>();
  const onAbort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
