import { Client } from 'ssh2';
import type { ServerHostKeyAlgorithm } from 'ssh2';
import { connectError } from './errors.ts';
import type { SshHost } from './host.ts';

/** One of each type that we would accept; ssh-rsa keys sign with SHA-2. */
const ASKED: ServerHostKeyAlgorithm[] = ['ssh-ed25519', 'ecdsa-sha2-nistp256', 'rsa-sha2-512'];

/**
 * The public host keys that a host presents, with one connection per type and no login, like ssh-keyscan(1). Signatures
 * prove that it has the keys, but not that it is the right host.
 * @throws SshError if there is no answer within `timeoutMs`
 */
export async function scanHostKeys(
  target: Pick<SshHost, 'host' | 'port'>,
  timeoutMs: number,
): Promise<Buffer[]> {
  const host = { ...target, user: 'nobody', jump: null };
  const found = await Promise.all(ASKED.map((algorithm) => hostKeyOf(host, algorithm, timeoutMs)));
  return found.filter((key) => key !== null);
}

/** @returns null if the host has no key of the type */
function hostKeyOf(
  target: SshHost,
  algorithm: ServerHostKeyAlgorithm,
  timeoutMs: number,
): Promise<Buffer | null> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer | null>();
  const client = new Client();
  let presented: Buffer | null = null;
  const end = (error: Error) => {
    client.destroy();
    if (presented) resolve(presented);
    else if (/no matching/i.test(error.message)) resolve(null);
    else reject(connectError(error, target));
  };
  client.on('error', end).on('close', () => end(new Error('closed by the other side')));
  client.connect({
    host: target.host,
    port: target.port,
    username: target.user,
    readyTimeout: timeoutMs,
    algorithms: { serverHostKey: [algorithm] },
    hostVerifier(key: Buffer) {
      presented = Buffer.from(key);
      return false;
    },
  });
  return promise;
}
