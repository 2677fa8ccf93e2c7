import type { ClientChannel } from 'ssh2';
import { SshError } from './errors.ts';
import type { Connection } from './ssh-connection.ts';
import { short } from './ssh-errors.ts';
import { placeOf } from './ssh-host.ts';

/** How it ended: `enough` was read, the channel `closed` by itself, the `deadline` passed, the connection was `lost`. */
export type SessionEnd = 'enough' | 'closed' | 'deadline' | 'lost';

export type SshRun = {
  /** fed to `sh -s` on standard input */
  script: string;
  connectTimeoutMs: number;
  /** ms for the whole run, counted from when the channel is up */
  deadlineMs: number;
  /** Called with what the script prints, as it comes. Returning 'enough' closes the channel. */
  onOutput(chunk: Buffer): 'more' | 'enough';
};

// ms between asking the script to end, so that its traps clean up, and ending it
const GRACE_MS = 250;

/** Why no channel came up, and the ms that went by in silence. */
export type NoSession = { error: SshError; waitedMs: number };

/** Starts `sh -s` on a connection; no script is sent yet. */
export async function openSession(
  connection: Connection,
  patienceMs: number,
): Promise<{ channel: ClientChannel } | NoSession> {
  const { promise, resolve } = Promise.withResolvers<{ channel: ClientChannel } | NoSession>();
  const where = placeOf(connection.target);
  const fail = (kind: SshError['kind'], message: string, waitedMs = 0) =>
    resolve({ error: new SshError(kind, `${where} ${message}`), waitedMs });
  const lost = () => fail('unreachable', 'closed the connection');
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    fail('timeout', `let us log in but started no shell within ${patienceMs / 1000} s`, patienceMs);
  }, patienceMs);
  connection.lost.addEventListener('abort', lost, { once: true });
  try {
    connection.client.exec('sh -s', (error, channel) => {
      if (error === undefined) {
        connection.proven = true;
        if (late) channel.close();
        else resolve({ channel });
      } else if (connection.lost.aborted) {
        lost();
      } else {
        const advice = `look at MaxSessions, ForceCommand and the login shell of ${connection.target.user} there`;
        fail('denied', `refused to run a command (${short(error.message)}): ${advice}`);
      }
    });
  } catch {
    lost(); // ssh2 throws 'Not connected'
  }
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    connection.lost.removeEventListener('abort', lost);
  }
}

/** Feeds the script to the shell and hands on what it prints. What it says on standard error is dropped. */
export function feedScript(connection: Connection, channel: ClientChannel, run: SshRun): Promise<SessionEnd> {
  const { promise, resolve } = Promise.withResolvers<SessionEnd>();
  let ended = false;
  let complete = false;

  const finish = (end: SessionEnd) => {
    if (ended) return;
    ended = true;
    clearTimeout(timer);
    connection.lost.removeEventListener('abort', onLost);
    // What still comes is thrown away, else it would fill the window and our memory.
    channel.removeAllListeners('data').resume();
    if (end === 'enough') channel.close();
    if (end === 'deadline') void endScript(connection, channel).then(() => resolve(end));
    else resolve(end);
  };
  // What arrived before the loss is handed on first: the stream may give it out a tick later.
  const onLost = () => setImmediate(() => finish(complete ? 'closed' : 'lost'));
  const timer = setTimeout(() => finish('deadline'), run.deadlineMs);

  channel.on('data', (chunk: Buffer) => {
    if (!ended && run.onOutput(chunk) === 'enough') finish('enough');
  });
  channel.on('end', () => (complete = !connection.lost.aborted));
  channel.on('close', () => finish(complete ? 'closed' : 'lost'));
  channel.on('error', () => {}); // of writing to a channel that has just closed; 'close' tells the rest
  channel.stderr.on('error', () => {}).resume();
  connection.lost.addEventListener('abort', onLost, { once: true });
  if (connection.lost.aborted) onLost();
  channel.end(run.script);
  return promise;
}

/** Ends the script and what it started in its process group, then the channel. sshd alone would let them run on. */
async function endScript(connection: Connection, channel: ClientChannel): Promise<void> {
  const closed = Promise.withResolvers<void>();
  const timer = setTimeout(closed.resolve, GRACE_MS);
  channel.on('close', closed.resolve);
  signalSession(connection, channel, 'TERM');
  await closed.promise;
  clearTimeout(timer);
  signalSession(connection, channel, 'KILL');
  channel.close();
}

/**
 * RFC 4254, 6.9. ssh2's own channel.signal() sends nothing once our side has sent EOF, as it must have for `sh -s`,
 * so this reaches for the protocol beneath it (ssh2 is pinned to an exact version, and a test sees the process end).
 */
function signalSession(connection: Connection, channel: ClientChannel, name: 'TERM' | 'KILL'): void {
  const protocol: unknown = Reflect.get(connection.client, '_protocol');
  const { outgoing } = channel;
  if (connection.lost.aborted || typeof protocol !== 'object' || protocol === null) return;
  if (typeof outgoing !== 'object' || outgoing === null || !('id' in outgoing)) return;
  if (!('state' in outgoing) || (outgoing.state !== 'open' && outgoing.state !== 'eof')) return;
  const signal: unknown = Reflect.get(protocol, 'signal');
  if (typeof signal === 'function') Reflect.apply(signal, protocol, [outgoing.id, name]);
}
