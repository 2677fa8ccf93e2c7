import { createServer } from 'node:http';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGitHubServer } from '../../test/support/servers/github-server.ts';
import { createRepository } from '../../test/support/repositories.ts';
import type { Repository } from '../../test/support/repositories.ts';
import { CONTAINERS, PLAIN, SERVICES, UNITS, pidOf, recordedMachine, serviceName } from './recorded.ts';
import { startSshHosts } from './ssh-hosts.ts';
import type { Counts, World } from './world-answers.ts';

// Runs as a process of its own (`node bench/scale/world.ts FOLDER MACHINES DRIFTING`), so that what it costs is not the
// bot's. It writes manifest.json and known_hosts into the folder, says what the bot has to know, and then answers
// `counts` with what GitHub was asked.

const [folder = '', machines = '200', drifting = '20'] = process.argv.slice(2);
const count = Number(machines);
const repository = await sameAnswers(mkdtempSync(join(tmpdir(), 'driftwatch-scale-')));
const { head = '', old = '' } = repository.shas;
// Made once: what they cost is not to be measured.
const recordings = Array.from({ length: count }, (_, machine) => recordedMachine(machine, head));
const ssh = await startSshHosts(
  count,
  readFileSync(join(folder, 'key.pub'), 'utf8'),
  (machine) => recordings[machine] ?? {},
);
const health = createServer((request, response) => {
  const [, machine = '', service = ''] = request.url?.split('/') ?? [];
  // One service of each drifting machine runs what is two commits old.
  const version = Number(machine) < Number(drifting) && service === '9' ? old : head;
  response.setHeader('content-type', 'application/json');
  response.end(
    JSON.stringify({
      status: 'ok',
      version,
      ...(CONTAINERS.includes(Number(service)) ? {} : { pid: pidOf(Number(service)) }),
      uptime_seconds: 183_845,
    }),
  );
});
await new Promise<void>((done) => health.listen(0, '127.0.0.1', done));
const address = health.address();
if (address === null || typeof address === 'string') throw new Error('the health server has no port');
const { port } = address;
const token = 'bench';
const github = await startGitHubServer(
  Object.fromEntries(
    Array.from({ length: count }, (_, machine) => [`fleet/repository-${machine}`, repository]),
  ),
);
github.tokens.add(token);

writeFileSync(join(folder, 'known_hosts'), ssh.knownHosts);
writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest()));
process.send?.({ github: github.url, token } satisfies World);
process.on('message', () => {
  const unchanged = github.requests.filter(({ status }) => status === 304).length;
  process.send?.({ requests: github.requests.length, unchanged, ...github.charged } satisfies Counts);
});
process.on('disconnect', () => {
  rmSync(repository.folder, { recursive: true, force: true });
  process.exit();
});

function manifest() {
  return {
    machines: Object.fromEntries(
      ssh.ports.map((sshPort, machine) => [`m${machine}`, { host: '127.0.0.1', port: sshPort, user: 'ops' }]),
    ),
    services: ssh.ports.flatMap((_, machine) =>
      [...Array(SERVICES).keys()].map((service) => {
        const name = serviceName(machine, service);
        return {
          name,
          machine: `m${machine}`,
          risk_tier: 'HIGH',
          repo: `fleet/repository-${machine}`,
          health_url: `http://127.0.0.1:${port}/${machine}/${service}`,
          ...(CONTAINERS.includes(service)
            ? { docker_service: name }
            : { files: [{ path: `/etc/${name}/config.yaml`, mode: '600' }] }),
          ...(UNITS.includes(service)
            ? { systemd_unit: `${name}.service`, lockfile: `/run/${name}.pid` }
            : {}),
          ...(PLAIN.includes(service)
            ? { process: name, checkout: `/opt/${name}`, scan: [`/opt/${name}`] }
            : {}),
        };
      }),
    ),
  };
}

/** One repository for all names. Nothing in it changes, so that git is asked each question once. */
async function sameAnswers(bare: string): Promise<Repository> {
  const made = await createRepository(
    bare,
    ['old', 'between', 'head'].map((name, index) => ({
      name,
      date: `2026-11-2${index}T06:00:00Z`,
      message: `${name} of the bench`,
    })),
  );
  const answers = new Map<string, Promise<string>>();
  return {
    ...made,
    git(...args) {
      const key = args.join('\0');
      const answer = answers.get(key) ?? made.git(...args);
      answers.set(key, answer);
      return answer;
    },
  };
}
