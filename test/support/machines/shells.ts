import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { lacks, which } from './system.ts';

/**
 * The shells that a machine's `sh` may be: Debian's, many others' (bash as `sh`), Alpine's, macOS's. Debian has no bash 3.2:
 * it counts where somebody has built it.
 */
const known: { name: string; argv: [string, ...string[]] }[] = [
  { name: 'sh', argv: ['sh'] },
  { name: 'dash', argv: ['dash'] },
  { name: 'bash', argv: ['bash'] },
  { name: 'bash --posix', argv: ['bash', '--posix'] },
  { name: 'busybox sh', argv: ['busybox', 'sh'] },
  { name: 'bash 3.2', argv: ['bash-3.2', '--posix'] },
];
/** Those that are here; where `sh` is dash, not that one twice. */
export const shells = known.filter(
  ({ name, argv: [program] }) => which(program) !== null && !(name === 'sh' && isSame('sh', 'dash')),
);

function isSame(one: string, other: string): boolean {
  const [first, second] = [which(one), which(other)];
  return first !== null && second !== null && realpathSync(first) === realpathSync(second);
}

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
