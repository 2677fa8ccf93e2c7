import type { SshHost } from './host.ts';

export type SshCommand = {
  /** made into one command line, of which the login shell makes just these words */
  argv: readonly string[];
  /** what it reads on its standard input; default: nothing */
  input?: string;
  connectTimeoutMs: number;
  /** ms until it is given up; the machine may go on with it */
  deadlineMs: number;
  /** bytes kept of standard output and standard error together, from the beginning */
  capBytes: number;
};

/** From the moment when the machine may have been told. `lost`: nobody knows whether it ran, or how it ended. */
export type SshOutcome = {
  end: 'exited' | 'deadline' | 'lost';
  /** null where it was ended by a signal, or did not end */
  status: number | null;
  signal: string | null;
  output: string;
  truncated: boolean;
};

/** What changes machines. Apart from SshClient, so that probes cannot come by it. */
export type SshExecutor = {
  /**
   * Runs one command, at most once: never again after it may have been sent.
   * @throws SshError where it is certain that nothing was sent, or that the machine refused
   */
  exec(host: SshHost, command: SshCommand): Promise<SshOutcome>;
  close(): void;
};
