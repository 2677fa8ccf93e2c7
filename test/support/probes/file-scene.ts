import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileEntry, Service } from '../../../src/inventory/manifest.ts';
import type { Observation } from '../../../src/facts/observation.ts';
import type { MachineProbe, Target } from '../../../src/probes/probe.ts';
import { composeScript } from '../../../src/probes/machine/script.ts';
import { createSectionReader } from '../../../src/probes/machine/sections.ts';
import { testFolder } from '../machines/folder.ts';
import { aMachine, aService } from '../facts/observed.ts';
import { runShell } from '../machines/shells.ts';
import { which } from '../machines/system.ts';

export type Userland = { name: string; argv: [string, ...string[]]; tools: 'debian' | 'busybox' | 'bsd' };

/** By what a machine has for a shell, and for ls, find and the rest. */
export const userlands: Userland[] = [
  { name: 'GNU tools under dash', argv: ['dash'], tools: 'debian' },
  { name: 'GNU tools under bash', argv: ['bash'], tools: 'debian' },
  { name: 'busybox under its own sh', argv: ['busybox', 'sh'], tools: 'busybox' },
  { name: 'tools that refuse what only GNU knows, under bash', argv: ['bash', '--posix'], tools: 'bsd' },
];

const needed = ['sh', 'ls', 'find', 'grep', 'sed', 'head', 'tail', 'uniq', 'tr', 'od', 'cat', 'sleep'];

/** Options that BSD's tools have not: long ones, and find's and ls's own of GNU. `ls -L` lists a broken link itself. */
function bsdTool(name: string): string {
  const real = which(name) ?? name;
  const broken = `for last; do :; done
case $1 in -*L*) if [ -L "$last" ] && [ ! -e "$last" ]; then shift; exec ${real} -ld "$@"; fi ;; esac`;
  return `#!/bin/sh
for word; do
  case $word in
    --) ;;
    --* | -printf | -print0 | -readable | /[0-7]* | /o+w) echo "${name}: illegal option -- $word" >&2; exit 64 ;;
  esac
done
${name === 'ls' ? broken : ''}
exec ${real} "$@"
`;
}

async function pathOf(tools: 'busybox' | 'bsd'): Promise<string> {
  const bin = await testFolder();
  chmodSync(bin, 0o755);
  for (const name of [...needed, tools === 'bsd' ? 'openssl' : 'sha256sum']) {
    const at = join(bin, name);
    if (tools === 'busybox') symlinkSync(which('busybox') ?? name, at);
    else if (name === 'sh') symlinkSync(which(name) ?? name, at);
    else writeFileSync(at, bsdTool(name), { mode: 0o755 });
  }
  return bin;
}

/** Root may read everything: where the tests are run by root, the machine's user is `nobody`. */
export const nobody = process.getuid?.() === 0 ? 65_534 : null;

/** Runs a probe's fragment as one without rights would, in the whole script, and parses what it printed. */
export async function look<Value>(
  probe: MachineProbe<Value>,
  services: Partial<Service>[],
  { argv, tools }: Userland,
  { bin, sh = (text: string) => text }: { bin?: string; sh?: (text: string) => string } = {},
): Promise<Observation<Value>> {
  const target: Target = { machine: aMachine(), services: services.map((over) => aService(over)) };
  const marker = 'abcdef01'.repeat(4);
  const fragment = { name: probe.name, sh: sh(probe.fragment(target)), deadline_s: 20 };
  const path = tools === 'debian' ? null : await pathOf(tools);
  const script = composeScript(marker, [fragment]).replace(
    /^PATH=.*$/m,
    (own) => `${path === null ? own : `PATH=${path}`}${bin === undefined ? '' : `; PATH=${bin}:$PATH`}`,
  );
  const shell = [which(argv[0]) ?? argv[0], ...argv.slice(1)];
  const ids = nobody === null ? [] : [`--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups'];
  const [program = '', ...args] = nobody === null ? shell : ['setpriv', ...ids, ...shell];
  const { stdout } = runShell([program, ...args], script, { env: { PATH: process.env['PATH'] } });
  const reader = createSectionReader(marker, { names: [probe.name], capBytes: 4_000_000 });
  reader.push(stdout);
  const section = reader.section(probe.name);
  if (section.state !== 'complete') throw new Error(section.state);
  return probe.parse(section, target);
}

/** A folder that everybody may enter, with these files: path -> [mode, content]. */
export async function folderWith(files: Record<string, [mode: number, content?: string]>): Promise<string> {
  const folder = await testFolder();
  chmodSync(folder, 0o755);
  for (const [name, [mode, content = '']] of Object.entries(files)) {
    const at = join(folder, name);
    if (name.endsWith('/')) mkdirSync(at);
    else writeFileSync(at, content);
    chmodSync(at, mode);
  }
  return folder;
}

/** An entry of a service's `files`, on the machine itself. */
export function watched(path: string, over: Omit<Partial<FileEntry>, 'in'> = {}): Service['files'][number] {
  const { secret = false, ...rest } = over;
  return { path, in: 'host', secret, ...rest };
}
