import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { audit } from '../../src/audit/audit.ts';
import { createHttpClient } from '../../src/clients/http/http.ts';
import { createSshClient } from '../../src/clients/ssh/ssh.ts';
import type { SshClient } from '../../src/clients/ssh/client.ts';
import type { BenchFleet } from './fleet.ts';
import { comparing } from '../../src/comparison/index.ts';
import { personScript } from './person-script.ts';

/** An SSH client as the bot has it. `scripts` collects what it ran, by port. */
export function recordingSsh(
  fleet: BenchFleet,
): SshClient & { scripts: Map<number, string>; runs(): number } {
  const ssh = createSshClient({
    knownHosts: fleet.knownHostsPath,
    keyPath: fleet.keyPath,
    passphrase: null,
    agentSocket: null,
  });
  const scripts = new Map<number, string>();
  let runs = 0;
  return {
    ...ssh,
    scripts,
    runs: () => runs,
    run(host, run) {
      runs += 1;
      scripts.set(host.port, run.script);
      return ssh.run(host, run);
    },
  };
}

/** One audit of the whole fleet, from manifest to report. */
export async function auditFleet(fleet: BenchFleet, ssh: SshClient): Promise<void> {
  const http = createHttpClient();
  const clients = { ssh, http, repository: () => unexpected('no service of the bench has a repository') };
  const tools = { clients, sshUser: userInfo().username, comparing, sshConcurrency: 64, now: Date.now };
  const request = { trigger: 'cli', service: null, machine: null, only: 'all' } as const;
  const report = await audit(fleet.manifest, request, tools, () => {});
  const missed = report.machines.find(({ status }) => status !== 'observed');
  if (missed) unexpected(`${missed.name} was not observed: ${missed.error}`);
  await http.close();
}

/** Writes both scripts of each machine down: Driftwatch's own, and the one that a person would write. */
export function writeScripts(fleet: BenchFleet, scripts: ReadonlyMap<number, string>): void {
  const { machines, services } = fleet.manifest;
  for (const { name, port } of machines) {
    const own = scripts.get(port ?? 22) ?? unexpected(`no script for ${name}`);
    writeFileSync(join(fleet.folder, `${name}.own.sh`), own);
    const here = services.filter(({ machine }) => machine === name);
    writeFileSync(join(fleet.folder, `${name}.person.sh`), personScript(here));
  }
}

/** OpenSSH runs each machine's script, all machines at once. */
export async function openSshAtOnce(fleet: BenchFleet, whose: 'person' | 'own'): Promise<void> {
  const names = fleet.manifest.machines.map(({ name }) => name);
  const one = `exec ssh -F '${fleet.configPath}' {} sh -s <'${fleet.folder}/{}.${whose}.sh' >'${fleet.folder}/{}.out'`;
  await run(['xargs', '-P', String(names.length), '-I{}', 'sh', '-c', one], names.join('\n'));
}

/** The ad-hoc script of the lesson: one ssh call a check, one after the other. */
export async function oneCallACheck(fleet: BenchFleet): Promise<void> {
  for (const { name, machine } of fleet.manifest.services)
    await run(['ssh', '-F', fleet.configPath, machine, `pgrep -c -f ${name} || true`], '');
}

async function run([program = '', ...args]: string[], input: string): Promise<void> {
  const child = spawn(program, args, { stdio: ['pipe', 'ignore', 'inherit'] });
  child.stdin.end(input);
  const [code]: unknown[] = await once(child, 'close');
  if (code !== 0) unexpected(`${program} ended with ${String(code)}`);
}

function unexpected(text: string): never {
  throw new Error(text);
}
