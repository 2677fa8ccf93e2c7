import type { ClientChannel } from 'ssh2';
import { SshError } from '../errors.ts';
import type { Connection } from './connection.ts';
import { shortLine } from '../../text/plain-text.ts';
import { placeOf } from './host.ts';
import type { SshHost } from './host.ts';

// RFC 4254, 5.1: reason codes of SSH_MSG_CHANNEL_OPEN_FAILURE
const PROHIBITED = 1;

/** A stream to the target that the jump host connects for us (direct-tcpip). @throws SshError; the signal's reason */
export async function forward(via: Connection, target: SshHost, signal: AbortSignal): Promise<ClientChannel> {
  const { promise, resolve, reject } = Promise.withResolvers<ClientChannel>();
  const jump = placeOf(via.target);
  const there = placeOf({ ...target, jump: null });
  const lost = () => reject(new SshError('unreachable', `the jump host ${jump} closed the connection`));
  const late = () => reject(signal.reason);
  via.lost.addEventListener('abort', lost, { once: true });
  signal.addEventListener('abort', late, { once: true });
  const release = via.hold();
  try {
    via.client.forwardOut('127.0.0.1', 0, target.host, target.port, (error, channel) => {
      if (error === undefined) {
        via.proven = true;
        if (signal.aborted) channel.destroy();
        return resolve(channel);
      }
      if (via.lost.aborted) return lost();
      const prohibited = 'reason' in error && error.reason === PROHIBITED;
      const message = prohibited
        ? `the jump host ${jump} may not forward to ${there}: allow it there (AllowTcpForwarding, PermitOpen)`
        : `the jump host ${jump} cannot reach ${there}: ${shortLine(error.message.replace(/^.*failure: /, ''))}`;
      reject(new SshError(prohibited ? 'denied' : 'unreachable', message));
    });
  } catch {
    lost(); // ssh2 throws 'Not connected'
  }
  try {
    return await promise;
  } finally {
    release();
    via.lost.removeEventListener('abort', lost);
    signal.removeEventListener('abort', late);
  }
}

/**
 * Whether the other side still answers. A connection may be dead long before the kernel knows (a machine that lost
 * power, a NAT that forgot us), and a jump host's silence must not count against the machine behind it.
 */
export async function answers(connection: Connection, timeoutMs: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), timeoutMs);
  const release = connection.hold();
  try {
    // A global request that will be refused, which is an answer too. (ssh2 has no ping.)
    connection.client.unforwardIn('', 0, () => resolve(!connection.lost.aborted));
    return await promise;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
    release();
  }
}
