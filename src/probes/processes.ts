/** One row of the process table. */
export type Process = {
  pid: number;
  ppid: number;
  /** first letter of ps's state column: R, S, D, T, Z, I … */
  state: string;
  /** seconds since it started; null where the machine does not say */
  elapsed_seconds: number | null;
  user: string;
  /** the command line as ps prints it: untrusted text */
  command: string;
};

/** `own` holds the pids of our own session on the machine: the shell that runs the script, and what it started. */
export type ProcessTable = { processes: Process[]; own: number[] };
