import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { standInDocker } from './docker.ts';
import type { DemoContainer } from './docker.ts';
import { forward } from './forward.ts';
import { startDemoSshServer } from './ssh-server.ts';

export type DemoMachine = {
  sshPort: number;
  knownHostsLine: string;
  /** Starts a process whose command line names the service. @returns the port it listens on, 0 for none */
  run(service: string, options: { answer?: object; listen: boolean }): Promise<number>;
  /**
   * Says of a service that runs here that it runs in a container. One that is `sick` fails its own health check until
   * it is restarted.
   */
  contain(container: Omit<DemoContainer, 'pidFile' | 'program' | 'healthFile'> & { sick?: boolean }): void;
  /** Starts one more process of a service, which listens on nothing. @returns what ends it */
  runExtra(service: string): Promise<() => void>;
  /** Answers on another address of this machine as well. @returns what ends that */
  forward(address: string, port: number): Promise<() => void>;
  stop(): void;
};

/**
 * A machine of the demo fleet: a folder, real processes and an SSH server. All demo machines share one process
 * table, so a stand-in `ps` on the machine's PATH shows only its own processes.
 */
export async function startDemoMachine(folder: string, clientKey: string): Promise<DemoMachine> {
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(folder, 'pids'), '');
  writeFileSync(join(bin, 'uname'), standInUname(basename(folder)), { mode: 0o755 });
  writeFileSync(join(bin, 'ps'), standInPs(join(folder, 'pids')), { mode: 0o755 });
  const path = `${bin}:${process.env['PATH'] ?? '/usr/bin:/bin'}`;
  const ssh = await startDemoSshServer(clientKey, { PATH: path, HOME: folder });
  const children = new Set<ChildProcess>();
  const contained: DemoContainer[] = [];
  const forwards = new Set<() => void>();
  let stopped = false;
  const file = (what: string, service: string) => join(folder, `${what}-${service}`);
  const programOf = (service: string) => join(folder, 'opt', service, 'main.mjs');

  async function start(service: string, answer: object | null, port: number): Promise<number> {
    const program = programOf(service);
    mkdirSync(dirname(program), { recursive: true });
    copyFileSync(new URL('service.mjs', import.meta.url), program);
    const address = { DEMO_ADDRESS: '127.0.0.1', DEMO_PORT: String(port) };
    const child = spawn(process.execPath, [program], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: answer === null ? {} : { ...address, DEMO_ANSWER: JSON.stringify(answer) },
    });
    children.add(child);
    child.stdin.on('error', () => {});
    const [line]: unknown[] = await once(child.stdout, 'data');
    const bound = Number(String(line));
    child.once('exit', () => {
      children.delete(child);
      writePids();
      const own = contained.find(({ name }) => name === service);
      if (!stopped && own) void restart(own, answer, bound);
    });
    writePids();
    // In one go: the stand-in docker reads it at any moment.
    writeFileSync(file('new-pid', service), `${child.pid}`);
    renameSync(file('new-pid', service), file('pid', service));
    return bound;
  }

  function writePids(): void {
    if (!stopped) writeFileSync(join(folder, 'pids'), [...children].map(({ pid }) => `${pid}\n`).join(''));
  }

  /** As a container's restart does: the same program on the same port, well until its health check says otherwise. */
  async function restart({ name, healthFile }: DemoContainer, answer: object | null, port: number) {
    if (healthFile !== null) writeFileSync(healthFile, 'healthy');
    await start(name, answer, port);
  }

  return {
    contain({ sick = false, ...container }) {
      const healthFile = sick ? file('health', container.name) : null;
      if (healthFile !== null) writeFileSync(healthFile, 'unhealthy');
      const { name } = container;
      contained.push({ ...container, pidFile: file('pid', name), program: programOf(name), healthFile });
      writeFileSync(join(bin, 'docker'), standInDocker(contained), { mode: 0o755 });
    },
    sshPort: ssh.port,
    knownHostsLine: ssh.knownHostsLine,
    async runExtra(service) {
      const before = new Set(children);
      await start(service, null, 0);
      const extra = [...children].filter((child) => !before.has(child));
      return () => extra.forEach((child) => child.kill('SIGKILL'));
    },
    forward: (address, port) =>
      forward({ from: { address, port }, to: { address: '127.0.0.1', port } }, forwards),
    run: (service, { answer = {}, listen }) => start(service, listen ? answer : null, 0),
    stop() {
      stopped = true;
      ssh.close();
      for (const end of forwards) end();
      for (const child of children) child.kill('SIGKILL');
    },
  };
}

/** The machines of the demo are one, and would be taken for one: the name is what tells them apart. */
function standInUname(name: string): string {
  return `#!/bin/sh
# Stand-in of the demo fleet: the real uname, but for the name of the machine.
PATH=/usr/bin:/bin
case "$*" in -n) echo '${name}' ;; *) exec uname "$@" ;; esac
`;
}

function standInPs(pids: string): string {
  return `#!/bin/sh
# Stand-in of the demo fleet: the real ps, narrowed to init, this machine's processes and the shell that asks.
PATH=/usr/bin:/bin
{
  sed 's/^/only /' '${pids}'
  ps -A -o pid= -o ppid= | sed 's/^ */parent /'
  echo rows
  ps "$@"
} | awk -v me=$$ -v demo=${process.pid} '
  rows && ($1 == 1 || $1 !~ /^[0-9]+$/ || $1 in mine)
  $1 == "only" { mine[$2] = 1 }
  $1 == "parent" { parent[$2] = $3 }
  $1 == "rows" { rows = 1; for (pid = me; pid in parent && pid != demo; pid = parent[pid]) mine[pid] = 1 }'
`;
}
