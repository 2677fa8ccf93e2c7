import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { createHttpClient } from '../../src/clients/http.ts';
import type { RepositoryClient } from '../../src/clients/repository.ts';
import type { SshClient, SshHost } from '../../src/clients/ssh.ts';
import type { Plan } from '../../src/probes/plan.ts';
import { defaultLimits } from '../../src/probes/run.ts';
import type { Clients, Limits } from '../../src/probes/run.ts';
import { aCommit, aMachine, aService, aStanding } from '../observed.ts';

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
    const question = { repo, revisions: [] as string[] };
    asked.push(question);
    return {
      head: async () => aCommit(),
      fileDigest: async () => null,
      async standing(_repo, _branch, _head, revision) {
        question.revisions.push(revision);
        return aStanding();
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
