import { SshError } from '../../clients/errors.ts';
import type { SshClient } from '../../clients/ssh/client.ts';
import { refuse } from '../refusal.ts';
import { readingHost } from './hosts.ts';
import type { Logins } from './logins.ts';
import type { Machine, Manifest } from '../../inventory/manifest.ts';
import type { Refusal } from '../refusal.ts';

const CONNECT_MS = 10_000;
const DEADLINE_MS = 20_000;
const LONGEST_ANSWER = 1024 * 1024;

/** Runs sh that only reads. @returns its whole output, or why it could not be read */
export type QueryMachine = (
  manifest: Manifest,
  machine: Machine,
  script: string,
) => Promise<string | Refusal>;

/** Reads machines through the probes' client and login. */
export function createMachineQuery(ssh: Pick<SshClient, 'run'>, logins: Logins): QueryMachine {
  return async (manifest, machine, script) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const unseen = (why: string) => refuse(`what else it would touch could not be seen: ${why}`);
    try {
      const end = await ssh.run(readingHost(manifest, machine, logins), {
        script: `{ ${script}\n} 2>/dev/null </dev/null\n`,
        connectTimeoutMs: CONNECT_MS,
        deadlineMs: DEADLINE_MS,
        onOutput(chunk) {
          size += chunk.length;
          chunks.push(chunk);
          return size > LONGEST_ANSWER ? 'enough' : 'more';
        },
      });
      if (end !== 'closed') return unseen(`${machine.name} gave an incomplete answer`);
      return Buffer.concat(chunks).toString('utf8');
    } catch (error) {
      if (!(error instanceof SshError)) throw error;
      return unseen(error.message);
    }
  };
}
