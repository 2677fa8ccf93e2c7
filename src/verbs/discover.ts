import { knownHostsOf, sshClient } from '../bot/ssh-access.ts';
import { runDiscover } from '../cli/discover.ts';
import type { DiscoverOptions } from '../cli/discover.ts';
import { createHttpClient } from '../clients/http/http.ts';
import { readEnv } from '../env/env.ts';
import { write } from './write.ts';

/** `driftwatch discover`. @returns the exit code */
export async function discover(address: string, options: DiscoverOptions): Promise<number> {
  const env = readEnv();
  const ssh = sshClient({ ...env, sshKeyPath: options.identity ?? env.sshKeyPath });
  const http = createHttpClient();
  try {
    return await runDiscover(address, options, { env, ssh, http, knownHosts: knownHostsOf(env), write });
  } finally {
    ssh.close();
    await http.close();
  }
}
