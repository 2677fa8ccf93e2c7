import { adviceText, joinAdvice } from '../../text/advice.ts';
import type { Advice } from '../../text/advice.ts';
import { SshError } from '../errors.ts';
import { openKnownHosts } from './host-keys/known-hosts-file.ts';
import { createKeyring } from './keys.ts';
import type { SshOptions } from './ssh.ts';

/**
 * Why no login can succeed at present, with its cure, on one line; null if nothing speaks against it. It reads the key that is
 * named and the known_hosts files, and connects to nothing. Without a named key it asks for none: ssh_config may name one for a host.
 */
export async function loginProblem({ knownHosts, ...keys }: SshOptions): Promise<string | null> {
  const problems = await Promise.all([
    keys.keyPath === null ? null : adviceFrom(async () => await keyProblem(keys)),
    adviceFrom(async () => await knownHostsProblem([knownHosts].flat())),
  ]);
  const told = problems.filter((advice) => advice !== null);
  return told.length === 0 ? null : adviceText(joinAdvice(told));
}

async function keyProblem(keys: Parameters<typeof createKeyring>[0]): Promise<null> {
  await createKeyring(keys)([]);
  return null;
}

async function knownHostsProblem(paths: string[]): Promise<Advice | null> {
  const known = await openKnownHosts(paths)();
  if (known.length > 0) return null;
  const what = `no host key is pinned: ${paths.join(' and ')} are missing or empty`;
  return { what, cure: `pin the machines' host keys in ${paths[0]} (driftwatch discover asks)` };
}

async function adviceFrom(look: () => Promise<Advice | null>): Promise<Advice | null> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof SshError) return error.advice;
    throw error;
  }
}
