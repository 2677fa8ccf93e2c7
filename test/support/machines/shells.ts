import { spawnSync } from 'node:child_process';
import { lacks, which } from './system.ts';

/** The shells that a machine's `sh` may be: Debian's, macOS's and many others' (bash as `sh`), Alpine's. */
const known: { name: string; argv: [string, ...string[]] }[] = [
  { name: 'sh', argv: ['sh'] },
  { name: 'dash', argv: ['dash'] },
  { name: 'bash', argv: ['bash'] },
  { name: 'bash --posix', argv: ['bash', '--posix'] },
  { name: 'busybox sh', argv: ['busybox', 'sh'] },
];
export const shells = known.filter(({ argv: [program] }) => which(program) !== null);

export const lacksShells = lacks(
  ['dash', 'dash'],
  ['bash', 'bash'],
  ['busybox', 'busybox-static'],
  ['ps', 'procps'],
);

/** What a shell prints for a script on its standard input. */
export function runShell(
  [program, ...args]: [string, ...string[]],
  script: string,
  options: { env?: NodeJS.ProcessEnv; cwd?: string } = {},
): { stdout: Buffer; stderr: string; status: number | null } {
  const { stdout, stderr, status } = spawnSync(program, [...args, '-s'], {
    input: script,
    maxBuffer: 256 * 1024 * 1024,
    timeout: 25_000,
    ...options,
  });
  return { stdout, stderr: stderr.toString(), status };
}
