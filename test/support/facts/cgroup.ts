import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { signalProcess } from '../machines/process-tree.ts';

export type Cgroup = {
  /** the text of `sh -c TEXT sh PROGRAM ARGUMENT…`: enters the group, then becomes the program */
  enter: string;
  /** Kills what is left in the group, and removes it. */
  remove(): Promise<void>;
};

/** A control group for one booted system: two in one group would make the same folders in it, and share them. */
export function makeCgroup(name: string): Cgroup {
  // Version 2 alone, or next to version 1 (systemd's "hybrid"), in which systemd has a separate tree
  const mounts = ['', 'unified', 'systemd'].map((mount) => join('/sys/fs/cgroup', mount));
  const folders = mounts
    .filter((mount) => existsSync(join(mount, 'cgroup.procs')))
    .map((at) => join(at, name));
  for (const folder of folders) mkdirSync(folder, { recursive: true });
  return {
    enter: [...folders.map((folder) => `echo $$ >${join(folder, 'cgroup.procs')}`), 'exec "$@"'].join('\n'),
    async remove() {
      for (let waited = 0; waited < 20_000 && !folders.every((folder) => removed(folder)); waited += 50)
        await pause(50);
    },
  };
}

function removed(folder: string): boolean {
  if (!existsSync(folder)) return true;
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory() && !removed(join(folder, entry.name))) return false;
  for (const pid of readFileSync(join(folder, 'cgroup.procs'), 'utf8').split('\n'))
    if (Number(pid) > 0) signalProcess(Number(pid), 'SIGKILL');
  try {
    rmdirSync(folder);
    return true;
  } catch {
    return false; // a process is still dying
  }
}
