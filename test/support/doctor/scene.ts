import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Keyv } from 'keyv';
import { onTestFinished } from 'vitest';
import { createGitClient } from '../../../src/clients/git/git.ts';
import { createGitHubClient } from '../../../src/clients/github/github.ts';
import { createHttpClient } from '../../../src/clients/http/http.ts';
import { createRepositoryClient } from '../../../src/clients/repository/repository-for.ts';
import { createSshClient } from '../../../src/clients/ssh/ssh.ts';
import type { DoctorContext } from '../../../src/doctor/check.ts';
import { doctorContext } from '../../../src/doctor/context.ts';
import type { Line, Result } from '../../../src/doctor/result.ts';
import { readEnv } from '../../../src/env/env.ts';
import { openState } from '../../../src/store/open/open.ts';
import { testFolder } from '../machines/folder.ts';

type Over = { manifest?: unknown; env?: Record<string, string> };

/** A patient with the real clients, whose files lie in a folder of the test's own. */
export async function aDoctorContext({ manifest, env = {} }: Over = {}): Promise<DoctorContext> {
  const folder = await testFolder();
  const path = join(folder, 'manifest.json');
  const services = [{ name: 'api', machine: 'box', host: '127.0.0.1', risk_tier: 'LOW' }];
  writeFileSync(path, typeof manifest === 'string' ? manifest : JSON.stringify(manifest ?? { services }));
  const known = readEnv({
    MANIFEST_PATH: path,
    STATE_URL: `sqlite://${join(folder, 'state', 'driftwatch.sqlite')}`,
    HTTP_PORT: '0',
    SSH_KNOWN_HOSTS_PATH: join(folder, 'known_hosts'),
    SSH_KEY_PATH: join(folder, 'no-key'),
    GITHUB_API_URL: 'http://127.0.0.1:9',
    ...env,
  });
  const ssh = createSshClient({
    knownHosts: known.sshKnownHostsPath,
    keyPath: known.sshKeyPath,
    passphrase: known.sshKeyPassphrase,
    agentSocket: null,
  });
  const http = createHttpClient();
  onTestFinished(async () => {
    ssh.close();
    await http.close();
  });
  const repository = createRepositoryClient({
    github: createGitHubClient({ token: known.githubToken, baseUrl: known.githubApiUrl, cache: new Keyv() }),
    git: createGitClient({ cacheFolder: join(folder, 'git') }),
    githubApiUrl: known.githubApiUrl,
  });
  return doctorContext(known, { ssh, actionSsh: null, http, repository }, openState);
}

/** `status subject: detail → cure`, as one text to hold against an expression. */
export function lineText({ status, subject, detail, cure }: Line | Result): string {
  return `${status} ${subject}: ${detail}${cure === null ? '' : ` → ${cure}`}`;
}
