import type { SshHost } from './host.ts';

export type SshCommand = {
  /** becomes one command line that the login shell splits into exactly these words */
  argv: readonly string[];
  /** what it reads on its standard input; default: nothing */
  input?: string;
  connectTimeoutMs: number;
  /** ms until we give up; the command may continue on the machine */
  deadlineMs: number;
  /** bytes kept of standard output and standard error together, from the beginning */
  capBytes: number;
};

/** The result once the command may have been sent. `lost`: it is not known whether it ran, or how it ended. */
export type SshOutcome = {
  end: 'exited' | 'deadline' | 'lost';
  /** null if a signal ended it, or it did not end */
  status: number | null;
  signal: string | null;
  output: string;
  truncated: boolean;
};

/** Runs commands that change machines. Separate from SshClient, so that probes have no access to it. */
export type SshExecutor = {
  /**
   * Runs one command, at most once: never again after it may have been sent.
   * @throws SshError if certainly nothing was sent, or the machine refused
   */
  exec(host: SshHost, command: SshCommand): Promise<SshOutcome>;
  close(): void;
};
