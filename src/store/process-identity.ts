import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { promisify } from 'node:util';
import { z } from 'zod';
import { codeOf } from '../text/error-code.ts';

/** One run of one process, distinct from all others with the same pid. */
export const ProcessIdentity = z.strictObject({
  machine: z.string().min(1),
  /** The boot and pid namespace, which it shares with exactly the processes that it can see. */
  realm: z.string().nullable(),
  /** Its container. Only one run of a container is alive at a time. */
  container: z.string().nullable(),
  pid: z.int().positive(),
  /** When it started, in the system's own form; comparable within one realm. */
  started: z.string().nullable(),
});
export type ProcessIdentity = z.infer<typeof ProcessIdentity>;

/** This process. Unknown fields are null; then no other bot takes it for dead. */
export async function thisProcess(): Promise<ProcessIdentity> {
  const [boot, namespace, mounts, seen] = await Promise.all([
    readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() =>
      said('sysctl', '-n', 'kern.bootsessionuuid'),
    ),
    readlink('/proc/self/ns/pid').catch(() => ''),
    readFile('/proc/self/mountinfo', 'utf8').catch(() => ''),
    look(process.pid),
  ]);
  return {
    machine: hostname(),
    realm: boot ? `${boot.trim()} ${namespace}`.trim() : null,
    // docker and podman mount these files from a folder of the container's id; field 5 is where
    container: /containers\/([0-9a-f]{64})\/\S* \/etc\/host(?:s|name) /.exec(mounts)?.[1] ?? null,
    pid: process.pid,
    started: seen.started,
  };
}

/**
 * Has that process certainly ended? True only if it would be visible from here. A zombie has ended, and another process
 * may have its pid now.
 */
export async function hasEnded(other: ProcessIdentity, self: ProcessIdentity): Promise<boolean> {
  if (other.machine !== self.machine) return false;
  if (other.realm === null || self.realm === null) return false;
  if (other.realm !== self.realm) return other.container !== null && other.container === self.container;
  const { alive, started } = await look(other.pid);
  return alive === false || (started !== null && other.started !== null && started !== other.started);
}

type Look = { alive: boolean | null; started: string | null };

async function look(pid: number): Promise<Look> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return { alive: false, started: null };
  }
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  return stat === null ? lookByPs(pid) : lookAtStat(stat);
}

/** proc_pid_stat(5). The second field may hold spaces and brackets; the third is the state, the 22nd the start. */
function lookAtStat(stat: string): Look {
  const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { alive: state !== 'Z' && state !== 'X', started: rest[18] ?? null };
}

/** For systems without /proc; to the second. Null if ps shows nothing. */
export async function lookByPs(pid: number): Promise<Look> {
  const row = await said('ps', '-o', 'stat=', '-o', 'lstart=', '-p', String(pid));
  const [, state, started] = /^\s*(\S+)\s+(\S.*?)\s*$/.exec(row) ?? [];
  if (!state || !started) return { alive: null, started: null };
  return { alive: !state.startsWith('Z'), started };
}

/** What a program prints, empty if it cannot be run. */
async function said(program: string, ...args: string[]): Promise<string> {
  const env = { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C', TZ: 'UTC' };
  const run = promisify(execFile)(program, args, { env, timeout: 3000 });
  return run.then(
    ({ stdout }) => stdout,
    () => '',
  );
}
