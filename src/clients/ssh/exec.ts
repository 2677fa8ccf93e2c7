import type { ClientChannel } from 'ssh2';
import { commandLine } from '../../text/quote.ts';
import { SshError } from '../errors.ts';
import { openPool } from './ssh.ts';
import type { SshOptions } from './ssh.ts';
import type { Connection } from './connection.ts';
import { shortLine } from '../../text/plain-text.ts';
import { answers } from './forward.ts';
import { placeOf } from './host.ts';
import type { SshCommand, SshExecutor, SshOutcome } from './executor.ts';
import { livenessTimeoutOf } from './pool.ts';

/** Host keys and logins as createSshClient has them. */
export function createSshExecutor(options: SshOptions): SshExecutor {
  const pool = openPool(options);
  return {
    async exec(host, command) {
      const { connectTimeoutMs } = command;
      let connection = await pool.get(host, connectTimeoutMs);
      // A stale connection must be noticed before the command is sent.
      if (connection.proven && !(await answers(connection, livenessTimeoutOf(connectTimeoutMs)))) {
        pool.drop(connection);
        connection = await pool.get(host, connectTimeoutMs);
      }
      const release = connection.hold();
      try {
        return await runCommand(connection, command);
      } finally {
        release();
      }
    },
    close: () => pool.close(),
  };
}

/**
 * Runs one command on a connection that has just answered, never twice.
 * @throws SshError only if the machine refused to run it
 */
async function runCommand(connection: Connection, command: SshCommand): Promise<SshOutcome> {
  const { promise, resolve, reject } = Promise.withResolvers<SshOutcome>();
  const kept = keeper(command.capBytes);
  let exit: { status: number | null; signal: string | null } | null = null;
  let channel: ClientChannel | null = null;

  const finish = (end: SshOutcome['end']) => {
    clearTimeout(timer);
    connection.lost.removeEventListener('abort', onLost);
    const { status, signal } = exit ?? { status: null, signal: null };
    resolve({ end, status, signal, ...kept.get() });
    // Nothing may be sent later, and nobody listens any more.
    if (channel === null && end === 'deadline') connection.end();
    else channel?.removeAllListeners('data').resume().close();
  };
  const close = () => finish(exit === null ? 'lost' : 'exited');
  const onLost = () => setImmediate(close);
  const timer = setTimeout(() => finish('deadline'), command.deadlineMs);
  connection.lost.addEventListener('abort', onLost, { once: true });
  if (connection.lost.aborted) onLost();

  try {
    connection.client.exec(commandLine(command.argv), (error, opened) => {
      if (error !== undefined) {
        if (connection.lost.aborted) return finish('lost');
        clearTimeout(timer);
        connection.lost.removeEventListener('abort', onLost);
        const place = placeOf(connection.target);
        return reject(
          new SshError('denied', `${place} refused to run the command (${shortLine(error.message)})`),
        );
      }
      channel = opened;
      connection.proven = true;
      opened.on('data', (chunk: Buffer) => kept.add(chunk)).on('error', () => {});
      opened.stderr.on('data', (chunk: Buffer) => kept.add(chunk)).on('error', () => {});
      opened.on('exit', (status: number | null, signal?: string) => {
        exit = { status, signal: signal ?? null };
      });
      opened.on('close', close);
      // Ends the input of a program that waits for more.
      opened.end(command.input);
    });
  } catch {
    finish('lost'); // ssh2 throws 'Not connected'
  }
  return await promise;
}

function keeper(capBytes: number) {
  const chunks: Buffer[] = [];
  let size = 0;
  let truncated = false;
  return {
    add(chunk: Buffer) {
      const room = capBytes - size;
      truncated ||= chunk.length > room;
      if (room <= 0) return;
      chunks.push(chunk.subarray(0, room));
      size += Math.min(room, chunk.length);
    },
    get: () => ({ output: Buffer.concat(chunks).toString('utf8'), truncated }),
  };
}
