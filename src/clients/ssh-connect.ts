import { connect as connectTcp } from 'node:net';
import { Client } from 'ssh2';
import { SshError } from './errors.ts';
import { judgeHostKey, pinnedAlgorithms } from './known-hosts.ts';
import type { KnownHostsFiles } from './known-hosts-file.ts';
import { offeredAlgorithms } from './ssh-algorithms.ts';
import { authenticate } from './ssh-auth.ts';
import { createConnection } from './ssh-connection.ts';
import type { Connection } from './ssh-connection.ts';
import { connectError, hostKeyError } from './ssh-errors.ts';
import { forward } from './ssh-forward.ts';
import { placeOf } from './ssh-host.ts';
import type { SshHost } from './ssh-host.ts';
import type { Credentials } from './ssh-keys.ts';

export type Identity = {
  knownHosts: KnownHostsFiles;
  /** the file in which a person would pin a key, for messages */
  knownHostsPath: string;
  credentials(): Promise<Credentials>;
};

/** One attempt to connect. `doing` completes "no answer within 5 s while …". */
export type Attempt = { signal: AbortSignal; doing: string };

// A dead peer is noticed within some 20 s: the kernel probes after this time, and Node sets ten probes a second apart.
const KEEPALIVE_MS = 10_000;

/**
 * Connects, checks the host key against known_hosts and logs in, directly or within another connection.
 * @throws SshError; the signal's reason when that aborts
 */
export async function connect(
  target: SshHost,
  via: Connection | null,
  identity: Identity,
  attempt: Attempt,
): Promise<Connection> {
  const where = placeOf(target);
  const [known, credentials] = await Promise.all([identity.knownHosts(), identity.credentials()]);
  attempt.signal.throwIfAborted();
  attempt.doing = `connecting to ${where}`;
  const socket = via === null ? openTcp(target) : await forward(via, target, attempt.signal);
  const client = new Client();
  const login = authenticate(target.user, credentials);
  const done = Promise.withResolvers<void>();
  done.promise.catch(() => {}); // where connect() throws at once, nobody awaits it
  let hostKey: Buffer | null = null;
  let refused: SshError | null = null;

  const onAbort = () => done.reject(attempt.signal.reason);
  attempt.signal.addEventListener('abort', onAbort, { once: true });
  const onError = (error: Error & { level?: string }) => {
    // An agent that fails, or one key that cannot sign, does not end the attempt: ssh2 goes on with the next key.
    if (error.level === 'agent') return login.agentFailed();
    const exhausted = error.message.startsWith('All configured authentication methods failed');
    if (error.level === 'client-authentication' && !exhausted) return;
    done.reject(refused ?? (exhausted ? login.refusal(where) : connectError(error, target)));
  };
  const onClose = () => done.reject(refused ?? connectError(new Error('closed by the other side'), target));
  client.on('connect', () => (attempt.doing = `waiting for the SSH greeting of ${where}`));
  client.on('handshake', () => (attempt.doing = `logging in to ${where}`));
  client.on('ready', () => done.resolve());
  client.on('error', onError).on('end', onClose).on('close', onClose);

  try {
    client.connect({
      sock: socket,
      username: target.user,
      readyTimeout: 0, // the attempt's signal covers it
      algorithms: offeredAlgorithms(pinnedAlgorithms(known, target.host, target.port)),
      hostVerifier(key: Buffer) {
        const verdict = judgeHostKey(known, target.host, target.port, key);
        if (!verdict.accepted) refused = hostKeyError(verdict, target, identity.knownHostsPath);
        hostKey = Buffer.from(key);
        return verdict.accepted;
      },
      authHandler: login.handler,
    });
    await done.promise;
    if (hostKey === null) throw new SshError('malformed', `${where} logged us in without a host key`);
    return createConnection(client, socket, { target, via, hostKey });
  } catch (error) {
    client.on('error', () => {}); // of what still comes until the socket is gone
    socket.destroy();
    throw error;
  } finally {
    attempt.signal.removeEventListener('abort', onAbort);
    client.off('error', onError).off('end', onClose).off('close', onClose);
  }
}

function openTcp({ host, port }: SshHost) {
  const socket = connectTcp({ host, port, noDelay: true, autoSelectFamilyAttemptTimeout: 1000 });
  return socket.setKeepAlive(true, KEEPALIVE_MS);
}
