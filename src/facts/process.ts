import type { MachineIdentity } from './machine-identity.ts';

/** One row of the process table. */
export type Process = {
  pid: number;
  ppid: number;
  /** first letter of ps's state column: R, S, D, T, Z, I … */
  state: string;
  /** seconds since it started; null if the machine does not say */
  elapsed_seconds: number | null;
  /** effective user, or its number where the machine has no name for it */
  user: string;
  /** the command line as ps prints it: untrusted text */
  command: string;
  /** Linux: the path of its control group; null if it was not seen */
  cgroup: string | null;
  /** Linux: its working folder; null if the SSH user may not read it */
  cwd: string | null;
};

/**
 * `own` holds the pids of our own session on the machine: the shell that runs the script, and what it started.
 * `zombies` are the ended processes that were still there a moment later.
 */
export type ProcessTable = {
  processes: Process[];
  own: number[];
  zombies?: number[];
  /** the machine's clock when the table was read, seconds since the epoch; null if unknown */
  now?: number | null;
  /** whose table it is */
  machine?: MachineIdentity;
};
