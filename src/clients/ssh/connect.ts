import { connect as connectTcp } from 'node:net';
import { Client } from 'ssh2';
import { SshError } from '../errors.ts';
import type { Suspect } from '../../facts/suspect.ts';
import { judgeHostKey, pinnedAlgorithms } from './host-keys/known-hosts.ts';
import type { KnownHostsFiles } from './host-keys/known-hosts-file.ts';
import { offeredAlgorithms } from './algorithms.ts';
import { authenticate, countAgentKeys } from './auth.ts';
import { createConnection } from './connection.ts';
import type { Connection } from './connection.ts';
import { connectError, hostKeyError } from './errors.ts';
import { forward } from './forward.ts';
import { pinnedAs, placeOf } from './host.ts';
import type { SshHost } from './host.ts';
import type { Credentials } from './keys.ts';
import { useKeyObjects } from './packets/key-objects.ts';
import { writeTogether } from './packets/write-together.ts';

export type Identity = {
  knownHosts: KnownHostsFiles;
  /** the file in which a person would pin a key, for messages */
  knownHostsPath: string;
  /** @param keys private keys that are named for this host, and tried first */
  credentials(keys: readonly string[]): Promise<Credentials>;
};

/** One attempt to connect. `doing` completes "no answer within 5 s while …"; `suspect`: where to look. */
export type Attempt = { signal: AbortSignal; doing: string; suspect: Suspect };

/** enough for a greeting and the algorithms that a server offers */
const HEARD_BYTES = 8192;

// A dead peer is noticed within about 20 s: the kernel probes after this time, and Node sets ten probes, one per second.
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
  if (target.problem !== undefined)
    throw new SshError('denied', `${where} cannot be reached: ${target.problem}`);
  const [known, credentials] = await Promise.all([
    identity.knownHosts(),
    identity.credentials(target.keys ?? []),
  ]);
  attempt.signal.throwIfAborted();
  attempt.doing = `connecting to ${where}`;
  const socket = via === null ? openTcp(target) : await forward(via, target, attempt.signal);
  const pinned = pinnedAs(target);
  const client = new Client();
  useKeyObjects(client);
  const login = authenticate(target.user, credentials);
  const done = Promise.withResolvers<void>();
  done.promise.catch(() => {}); // if connect() throws at once, nobody awaits it
  let hostKey: Buffer | null = null;
  let refused: SshError | null = null;
  let leaving = false;
  let heard: Buffer = Buffer.alloc(0);
  const listen = (chunk: Buffer) => {
    heard = Buffer.concat([heard, chunk.subarray(0, HEARD_BYTES)]);
    if (heard.length >= HEARD_BYTES) socket.off('data', listen);
  };

  const onAbort = () => done.reject(attempt.signal.reason);
  attempt.signal.addEventListener('abort', onAbort, { once: true });
  const onError = (error: Error & { level?: string }) => {
    // A failing agent, or a key that cannot sign, does not end the attempt: ssh2 tries the next key.
    if (error.level === 'agent') return login.agentFailed();
    const exhausted = error.message.startsWith('All configured authentication methods failed');
    if (error.level === 'client-authentication' && !exhausted) return;
    if (refused === null && exhausted) return void refuse();
    done.reject(refused ?? connectError(error, target, heard));
  };
  const refuse = async () => {
    leaving = true;
    const { agentSocket } = credentials;
    const agentKeys = agentSocket === null ? null : await countAgentKeys(agentSocket);
    done.reject(login.refusal(where, agentKeys));
  };
  const onClose = () =>
    !leaving && done.reject(refused ?? connectError(new Error('closed by the other side'), target, heard));
  client.on('connect', () => {
    attempt.doing = `waiting for the SSH greeting of ${where}`;
    attempt.suspect = 'server';
  });
  client.on('handshake', () => (attempt.doing = `logging in to ${where}`));
  client.on('ready', () => done.resolve());
  client.on('error', onError).on('end', onClose).on('close', onClose);

  try {
    client.connect({
      sock: socket,
      username: target.user,
      readyTimeout: 0, // the attempt's signal covers it
      algorithms: offeredAlgorithms(pinnedAlgorithms(known, pinned.host, pinned.port)),
      hostVerifier(key: Buffer) {
        const verdict = judgeHostKey(known, pinned.host, pinned.port, key);
        if (!verdict.accepted) refused = hostKeyError(verdict, target, identity.knownHostsPath);
        hostKey = Buffer.from(key);
        return verdict.accepted;
      },
      authHandler: login.handler,
    });
    socket.on('data', listen);
    await done.promise;
    if (hostKey === null) throw new SshError('malformed', `${where} logged us in without a host key`);
    return createConnection(client, socket, { target, via, hostKey });
  } catch (error) {
    client.on('error', () => {}); // of what still comes until the socket is gone
    socket.destroy();
    throw error;
  } finally {
    attempt.signal.removeEventListener('abort', onAbort);
    socket.off('data', listen);
    client.off('error', onError).off('end', onClose).off('close', onClose);
  }
}

function openTcp({ host, port }: SshHost) {
  const socket = connectTcp({ host, port, noDelay: true, autoSelectFamilyAttemptTimeout: 1000 });
  return writeTogether(socket.setKeepAlive(true, KEEPALIVE_MS));
}
