import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { createHttpClient } from '../../../src/clients/http/http.ts';
import type { RepositoryClient } from '../../../src/clients/repository/repository.ts';
import type { SshHost } from '../../../src/clients/ssh/host.ts';
import type { SshClient } from '../../../src/clients/ssh/client.ts';
import type { Plan } from '../../../src/probes/request.ts';
import { defaultLimits } from '../../../src/probes/limits.ts';
import type { Clients } from '../../../src/probes/clients.ts';
import type { Limits } from '../../../src/probes/limits.ts';
import { testFolder } from '../machines/folder.ts';
import { aCommit, aMachine, aService, aPosition } from '../facts/observed.ts';

export const limits: Limits = { ...defaultLimits, connectMs: 2000, graceMs: 500 };

/** Every host is this one: the script runs in a shell of our own, as sshd would run it. */
export function localSsh(hosts: SshHost[] = []): SshClient {
  return {
    async run(host, run) {
      hosts.push(host);
      const shell = spawn('sh', ['-s'], { stdio: ['pipe', 'pipe', 'ignore'] });
      shell.stdin.end(run.script);
      for await (const chunk of shell.stdout) if (run.onOutput(chunk) === 'enough') return 'enough';
      return 'closed';
    },
    close() {},
  };
}

/** Knows one commit as the head of every branch, and everything else as four commits behind. */
export function standInRepository(
  asked: { repo: string; revisions: string[] }[] = [],
): Clients['repository'] {
  return (repo) => {
    const questions = new Map<string, { repo: string; revisions: string[] }>();
    return {
      fileDigest: async () => null,
      async head(_repo, branch) {
        const question = { repo, revisions: [] };
        questions.set(branch, question);
        asked.push(question);
        return aCommit();
      },
      async position(_repo, branch, _head, revision) {
        questions.get(branch)?.revisions.push(revision);
        return aPosition();
      },
    } satisfies RepositoryClient;
  };
}

/** @returns the server's address, `http://127.0.0.1:PORT` */
export async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export function clients(over: Partial<Clients> = {}): Clients {
  const http = createHttpClient();
  onTestFinished(() => http.close());
  return { ssh: localSsh(), http, repository: standInRepository(), ...over };
}

/** One service, without a health endpoint, on one machine. */
export function aPlan(over: Partial<Plan> = {}): Plan {
  const services = over.services ?? [aService({ machine: 'box', endpoints: [] })];
  return {
    machines: [aMachine({ name: 'box' })],
    services,
    inventory: services,
    only: 'all',
    ssh_user: 'knox',
    ...over,
  };
}

/** A docker before the system's that knows one container `web`, of an image with this label. Undo with unstubAllEnvs. */
export async function standInDocker(label: string | null): Promise<void> {
  const bin = await testFolder();
  const container = { name: '/web', state: 'running', image: 'sha256:aa', ref: 'web:latest' };
  const image = { created: '2026-03-29T09:00:00Z', revision: label };
  const sh = `case "$1 $2" in
    "ps "*) echo "id aa" ;;
    "container "*) echo 'index "sha256:aa" "/web" "" "" "web:latest"'; echo 'container ${JSON.stringify(container)}' ;;
    "image "*) echo 'image ${JSON.stringify(image)}' ;;
  esac`;
  writeFileSync(join(bin, 'docker'), `#!/bin/sh\n${sh}\n`, { mode: 0o755 });
  vi.stubEnv('PATH', `${bin}${delimiter}${process.env['PATH']}`);
}
