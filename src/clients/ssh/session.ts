import type { ClientChannel } from 'ssh2';
import { SshError } from '../errors.ts';
import type { Connection } from './connection.ts';
import { shortLine } from '../../text/plain-text.ts';
import { endScript, watchForPid } from './kill.ts';
import { placeOf } from './host.ts';
import type { SshRun, SessionEnd } from './client.ts';

/** Why no channel came up, and the ms that went by in silence. */
export type NoSession = { error: SshError; waitedMs: number };

/** Starts `sh -s` on a connection; no script is sent yet. */
export async function openSession(
  connection: Connection,
  timeoutMs: number,
): Promise<{ channel: ClientChannel } | NoSession> {
  const { promise, resolve } = Promise.withResolvers<{ channel: ClientChannel } | NoSession>();
  const where = placeOf(connection.target);
  const fail = (kind: SshError['kind'], message: string, waitedMs = 0, cure: string | null = null) =>
    resolve({ error: new SshError(kind, { what: `${where} ${message}`, cure }), waitedMs });
  const lost = () => fail('unreachable', 'closed the connection');
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    fail('timeout', `accepted the login but started no shell within ${timeoutMs / 1000} s`, timeoutMs);
  }, timeoutMs);
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
        const advice = `check MaxSessions, ForceCommand and the login shell of ${connection.target.user} there`;
        fail('denied', `refused to run a command (${shortLine(error.message)})`, 0, advice);
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

/** Feeds the script to the shell and passes on its output. Standard error is dropped. */
export function feedScript(connection: Connection, channel: ClientChannel, run: SshRun): Promise<SessionEnd> {
  const { promise, resolve, reject } = Promise.withResolvers<SessionEnd>();
  const pid = watchForPid();
  let ended = false;
  let complete = false;

  const finish = (end: SessionEnd) => {
    if (ended) return;
    ended = true;
    clearTimeout(timer);
    connection.lost.removeEventListener('abort', onLost);
    // Later output is discarded, else it would fill the window and our memory.
    channel.removeAllListeners('data').resume();
    if (end === 'enough') channel.close();
    if (end === 'deadline') void endScript(connection, channel, pid.get()).then(() => resolve(end));
    else resolve(end);
  };
  // Data from before the loss is passed on first: the stream may deliver it a tick later.
  const onLost = () => setImmediate(() => finish(complete ? 'closed' : 'lost'));
  const timer = setTimeout(() => finish('deadline'), run.deadlineMs);

  channel.on('data', (chunk: Buffer) => {
    if (ended) return;
    try {
      if (run.onOutput(chunk) === 'enough') finish('enough');
    } catch (error) {
      reject(error); // let through, it would end ssh2's parsing and with it the connection
      finish('enough');
    }
  });
  channel.on('end', () => (complete = !connection.lost.aborted));
  // Where all came at once, ssh2 was waiting for the end before us, and tells of the close first.
  channel.on('close', () => {
    complete ||= channel.readableEnded && !connection.lost.aborted;
    finish(complete ? 'closed' : 'lost');
  });
  channel.on('error', () => {}); // of writing to a channel that has just closed; 'close' tells the rest
  channel.stderr.on('error', () => {}).on('data', (chunk: Buffer) => pid.read(chunk));
  connection.lost.addEventListener('abort', onLost, { once: true });
  if (connection.lost.aborted) onLost();
  channel.end(pid.announcement + run.script);
  return promise;
}
