import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export type Cost = { processes: number; cpuMs: number };

const RUNS = 5;

/**
 * What a script costs the machine that runs it: processes started, counted by the last pid of a pid namespace of its own, and
 * processor time of the shell and all that it started. Both are the mean of some runs. Needs root, and bash.
 * @param script its path
 * @param running names of processes that run there meanwhile
 */
export async function costOnMachine(script: string, running: readonly string[] = []): Promise<Cost> {
  const once = 'sh -s <"$script" >/dev/null 2>&1';
  const measure = `
    script=$0
    for name in "$@"; do (exec -a "$name" sleep 3600) & done
    ${once}
    times
    read -r first </proc/sys/kernel/ns_last_pid
    ${Array<string>(RUNS).fill(once).join('\n')}
    read -r last </proc/sys/kernel/ns_last_pid
    times
    echo "$((last - first))"`;
  // Not at once: what the script asks may be answered by this process.
  const { stdout: said } = await promisify(execFile)(
    'unshare',
    ['--pid', '--fork', '--mount-proc', '--kill-child', 'bash', '-c', measure, script, ...running],
    { encoding: 'utf8' },
  );
  const [, before = '', , after = '', count = ''] = said.split('\n');
  return { processes: Math.round(Number(count) / RUNS), cpuMs: (msOf(after) - msOf(before)) / RUNS };
}

/** Of a line of `times`: user and system, of the shell's children. */
function msOf(times: string): number {
  const spent = [...times.matchAll(/(\d+)m([\d.]+)s/g)];
  return spent.reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60_000 + Number(seconds) * 1000,
    0,
  );
}
