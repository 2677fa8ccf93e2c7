import { userInfo } from 'node:os';
import { fileURLToPath } from 'node:url';
import { driftwatchRelease } from '../bot/driftwatch-release.ts';
import { driftwatchRevision } from '../bot/driftwatch-revision.ts';
import { accessOf } from '../bot/ssh-access.ts';
import { createHttpClient } from '../clients/http/http.ts';
import { openSshConfig } from '../clients/ssh/config-file.ts';
import { loginProblem } from '../clients/ssh/login-problem.ts';
import { createSshClient } from '../clients/ssh/ssh.ts';
import { readEnv } from '../env/env.ts';
import { keysFor, parseSiteKeys, SITE_NAME } from '../sites/sealing/keys.ts';
import { UserError } from '../text/user-error.ts';
import { runWorker } from '../worker/run-worker.ts';
import { leaving, signalled } from './leave.ts';

/** `driftwatch worker`. @returns the exit code */
export async function worker({ site }: { site: string }): Promise<number> {
  if (!SITE_NAME.test(site))
    throw new UserError('--site takes a name of 1 to 32 small letters, digits and "-", such as home');
  const env = readEnv();
  const { queueUrl } = env;
  if (queueUrl === null)
    throw new UserError(
      'worker needs QUEUE_URL (the Redis that it shares with the bot): set it in the environment or in .env',
    );
  const keys = keysFor(parseSiteKeys(env.siteKey ?? '') ?? [], site);
  if (keys.length === 0)
    throw new UserError(
      `worker needs SITE_KEY with a key for site ${site}, the one that the bot has: set it in the environment or in .env`,
    );
  const access = accessOf(env);
  const ssh = createSshClient(access);
  const http = createHttpClient();
  const version = await driftwatchRevision(fileURLToPath(new URL('../..', import.meta.url)));
  const options = {
    site,
    queueUrl,
    keys,
    hosts: env.workerHosts,
    concurrency: env.sshConcurrency,
    clients: { ssh, http },
    sshUser: env.sshUser ?? userInfo().username,
    sshConfig: openSshConfig(env.sshConfigPath),
    release: await driftwatchRelease(),
    version,
    http: { host: env.httpHost, port: env.httpPort },
    loginProblem: async () => await loginProblem(access),
    logLevel: env.logLevel,
  };
  async function run(): Promise<number> {
    try {
      return await runWorker(options, signalled());
    } finally {
      ssh.close();
      await http.close();
    }
  }
  return await leaving(run());
}
