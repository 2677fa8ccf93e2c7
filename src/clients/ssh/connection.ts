import { Socket } from 'node:net';
import type { Client, ClientChannel } from 'ssh2';
import { createSemaphore } from '../../async/semaphore.ts';
import type { Semaphore } from '../../async/semaphore.ts';
import type { SshHost } from './host.ts';

/** An authenticated connection. */
export type Connection = {
  client: Client;
  target: SshHost;
  /** the connection to the jump host that this one runs in */
  via: Connection | null;
  /** the host key that was presented, and the pinned ones */
  hostKey: Buffer;
  /** aborted when the connection is gone */
  lost: AbortSignal;
  /** a channel worked on it before: if the next one does not, the connection is stale */
  proven: boolean;
  /** sessions at a time */
  sessions: Semaphore;
  /** Keeps the connection and this process alive until the returned function is called. */
  hold(): () => void;
  /** Closes the connection once nobody holds it. */
  retire(): void;
  /** Closes the connection now. */
  end(): void;
};

// sshd's default for MaxSessions is 10, and a session whose command hangs counts until the command is gone.
const SESSIONS = 8;

/** Takes over a client that has just logged in. While idle, it does not keep the process alive. */
export function createConnection(
  client: Client,
  socket: Socket | ClientChannel,
  login: Pick<Connection, 'target' | 'via' | 'hostKey'>,
): Connection {
  const gone = new AbortController();
  const tcp = socket instanceof Socket ? socket : null;
  let holders = 0;
  let retired = false;

  const lose = () => {
    gone.abort();
    socket.destroy();
  };
  // Through a jump host, the end of the far connection shows only as 'end': its channel stays half open.
  client.on('error', lose).on('end', lose).on('close', lose);

  const connection: Connection = {
    ...login,
    client,
    lost: gone.signal,
    proven: false,
    sessions: createSemaphore(SESSIONS),
    hold() {
      holders += 1;
      tcp?.ref();
      const releaseVia = login.via?.hold();
      let held = true;
      return () => {
        if (!held) return;
        held = false;
        holders -= 1;
        releaseVia?.();
        if (holders > 0) return;
        tcp?.unref();
        if (retired) connection.end();
      };
    },
    retire() {
      retired = true;
      if (holders === 0) connection.end();
    },
    end() {
      client.end();
      gone.abort();
      if (tcp) tcp.destroySoon();
      else socket.destroy();
    },
  };
  tcp?.unref();
  return connection;
}
