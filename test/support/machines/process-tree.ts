import { execFileSync, spawnSync } from 'node:child_process';

/** All processes below one, at this moment. */
export function descendants(root: number | undefined): number[] {
  if (root === undefined) return [];
  const rows = execFileSync('ps', ['-axo', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
  const found = new Set([root]);
  // ps prints in the order of pids, which wrap around: repeat until nothing new turns up.
  for (let size = 0; size !== found.size;) {
    size = found.size;
    for (const row of rows) {
      const [pid = 0, parent = 0] = row.trim().split(/\s+/).map(Number);
      if (found.has(parent)) found.add(pid);
    }
  }
  return [...found].filter((pid) => pid !== root);
}

/** Like process.kill, but ignores a process that has already ended. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // it ended by itself
  }
}

/** Whether a process runs. A zombie does not: in a container nobody may be there to collect it for a while. */
export function isRunning(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.trim().startsWith('Z');
}
