import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { Report } from '../../src/report/report.ts';
import type { BenchFleet } from './fleet.ts';

const Machines = z.object({ machines: Report.shape.machines });

/** `driftwatch audit` as a person starts it: the installed program, from its start to its end. */
export async function wholeProcess(fleet: BenchFleet, program: string): Promise<void> {
  const { printed, code } = await ended(
    process.execPath,
    [join(program, 'bin/driftwatch.cjs'), 'audit', '--manifest', fleet.manifestPath, '--format', 'json'],
    {
      PATH: process.env['PATH'] ?? '',
      HOME: fleet.folder,
      SSH_CONFIG_PATH: 'none',
      SSH_KEY_PATH: fleet.keyPath,
      SSH_KNOWN_HOSTS_PATH: fleet.knownHostsPath,
      STATE_URL: `sqlite://${join(fleet.folder, 'state.sqlite')}`,
    },
  );
  if (code > 2) throw new Error(`driftwatch audit ended with ${code}`);
  const { machines } = Machines.parse(JSON.parse(printed));
  const missed = machines.find(({ status }) => status !== 'observed');
  if (missed) throw new Error(`${missed.name} was not observed: ${missed.error}`);
}

/** Ansible's script module runs what a person would write, all machines at once. */
export async function ansible(fleet: BenchFleet): Promise<void> {
  const names = fleet.manifest.machines.map(({ name }) => name);
  const args = [
    `--inventory=${names.join()},`,
    `--forks=${names.length}`,
    `--ssh-common-args=-F ${fleet.configPath}`,
    '--module-name=ansible.builtin.script',
    `--args=${fleet.folder}/{{ inventory_hostname }}.person.sh`,
    'all',
  ];
  const { printed, code } = await ended('ansible', args, {
    PATH: process.env['PATH'] ?? '',
    HOME: fleet.folder,
    // Its usual arguments, but for how long a connection is kept: each run is the first of its day.
    ANSIBLE_SSH_ARGS: '-C -o ControlMaster=auto -o ControlPersist=1s',
    ANSIBLE_PYTHON_INTERPRETER: '/usr/bin/python3',
    LC_ALL: 'C.UTF-8',
  });
  if (code !== 0) throw new Error(`ansible ended with ${code}: ${printed.slice(0, 2000)}`);
}

async function ended(
  program: string,
  args: string[],
  env: Record<string, string>,
): Promise<{ printed: string; code: number }> {
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  const printed = await text(child.stdout);
  await closed;
  return { printed, code: child.exitCode ?? 255 };
}
