import { randomBytes } from 'node:crypto';
import type { ClientChannel } from 'ssh2';
import type { Connection } from './connection.ts';

// sshd keeps a command running when its channel closes, and refuses to signal it if root logged in (session.c,
// session_signal_req). So the shell prints its pid on standard error, and a second session ends it and its children.

/** Finds out the pid of a session's shell. */
export type ShellPid = {
  /** a line for the script's top */
  announcement: string;
  /** takes standard error in */
  read(chunk: Buffer): void;
  get(): number | null;
};

// More noise than this before our line, and the pid stays unknown.
const NOISE_CAP = 256 * 1024;
// ms that the shell and what it started have to end
const GRACE_MS = 500;

export function watchForPid(): ShellPid {
  const mark = randomBytes(12).toString('hex');
  let seen = '';
  let pid: number | null = null;
  return {
    // Quoted in two halves, so that a shell which echoes its input is not taken for the answer.
    announcement: `echo "${mark.slice(0, 12)}""${mark.slice(12)} $$." >&2\n`,
    read(chunk) {
      if (pid !== null || seen.length > NOISE_CAP) return;
      seen += chunk.toString('latin1');
      const found = seen.match(new RegExp(`${mark} (\\d{1,10})\\.`))?.[1];
      if (found === undefined) return;
      pid = Number(found);
      seen = '';
    },
    get: () => pid,
  };
}

/** Ends a running script and its children, gently first, then closes its channel. Takes at most half a second. */
export async function endScript(
  connection: Connection,
  channel: ClientChannel,
  pid: number | null,
): Promise<void> {
  const closed = Promise.withResolvers<void>();
  const timer = setTimeout(closed.resolve, GRACE_MS);
  channel.on('close', closed.resolve);
  if (pid !== null && pid > 1) killTree(connection, pid);
  else signalSession(connection, channel);
  await closed.promise;
  clearTimeout(timer);
  channel.close();
}

/** The pids are taken before the first signal: without their parent, children could not be found any more. */
function killTree(connection: Connection, pid: number): void {
  const script = `tree=$({ ps -axo pid= -o ppid= || ps -o pid,ppid; } 2>/dev/null | awk -v root=${pid} '
  { parent[$1] = $2 }
  END {
    found[root]
    do {
      more = 0
      for (pid in parent) if (!(pid in found) && (parent[pid] in found)) { found[pid]; more = 1 }
    } while (more)
    for (pid in found) print pid
  }')
kill -TERM \${tree:-${pid}}
sleep 1
kill -KILL \${tree:-${pid}}
`;
  try {
    connection.client.exec('sh -s', (error, killer) => {
      if (error !== undefined) return;
      killer.on('error', () => {}).resume();
      killer.stderr.on('error', () => {}).resume();
      killer.end(script); // once it is sent, it does its work without us
    });
  } catch {
    // the connection is gone, and there is no way to the machine
  }
}

/**
 * RFC 4254, 6.9: for a shell that never came to tell its pid, such as one stuck in its start files. ssh2's own
 * channel.signal() sends nothing once our side has sent EOF, as it must have for `sh -s`, so this reaches for the
 * protocol beneath it (ssh2 is pinned to an exact version).
 */
function signalSession(connection: Connection, channel: ClientChannel): void {
  const protocol: unknown = Reflect.get(connection.client, '_protocol');
  const { outgoing } = channel;
  if (connection.lost.aborted || typeof protocol !== 'object' || protocol === null) return;
  if (typeof outgoing !== 'object' || outgoing === null || !('id' in outgoing)) return;
  if (!('state' in outgoing) || (outgoing.state !== 'open' && outgoing.state !== 'eof')) return;
  const signal: unknown = Reflect.get(protocol, 'signal');
  if (typeof signal === 'function') Reflect.apply(signal, protocol, [outgoing.id, 'KILL']);
}
