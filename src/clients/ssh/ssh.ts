import { openKnownHosts } from './host-keys/known-hosts-file.ts';
import type { Connection } from './connection.ts';
import type { SshHost } from './host.ts';
import { createKeyring } from './keys.ts';
import type { KeyOptions } from './keys.ts';
import { createPool, livenessTimeoutOf } from './pool.ts';
import type { Pool } from './pool.ts';
import { feedScript, openSession } from './session.ts';
import type { NoSession } from './session.ts';
import type { SessionEnd, SshRun, SshClient } from './client.ts';

export type SshOptions = KeyOptions & {
  /** known_hosts file; of several, messages name the first as the one to pin keys in */
  knownHosts: string | string[];
};

/** An SSH client that checks pinned host keys and logs in with keys from a file or the agent, never with a password. */
export function createSshClient(options: SshOptions): SshClient {
  const pool = openPool(options);

  async function run(host: SshHost, run: SshRun): Promise<SessionEnd> {
    const { connectTimeoutMs } = run;
    const pooled = await pool.get(host, connectTimeoutMs);
    run.onHostKey?.(pooled.hostKey);
    const first = await runOn(
      pooled,
      run,
      pooled.proven ? livenessTimeoutOf(connectTimeoutMs) : connectTimeoutMs,
    );
    if ('end' in first) return first.end;
    // A connection that served before has gone stale; a new one may do better.
    if (!pooled.proven) throw first.error;
    pool.drop(pooled);
    const fresh = await pool.get(host, connectTimeoutMs - first.waitedMs);
    const last = await runOn(fresh, run, connectTimeoutMs);
    if ('end' in last) return last.end;
    throw last.error;
  }

  return { run, close: () => pool.close() };
}

/** Connections with pinned host keys and logins by key only. */
export function openPool({ knownHosts, ...keys }: SshOptions): Pool {
  const paths = [knownHosts].flat();
  return createPool({
    knownHosts: openKnownHosts(paths),
    knownHostsPath: paths[0] ?? 'known_hosts',
    credentials: createKeyring(keys),
  });
}

/**
 * Runs the script on this connection, or returns why no session was opened. In that case the script has not been sent, so
 * another connection can run it without running it twice.
 */
async function runOn(
  connection: Connection,
  run: SshRun,
  timeoutMs: number,
): Promise<{ end: SessionEnd } | NoSession> {
  const release = connection.hold();
  const leave = await connection.sessions.enter(connection.lost);
  try {
    const session = await openSession(connection, timeoutMs);
    return 'channel' in session ? { end: await feedScript(connection, session.channel, run) } : session;
  } finally {
    leave?.();
    release();
  }
}
