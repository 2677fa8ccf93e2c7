/** A host to connect to, through `jump` where there is one. */
export type SshHost = { host: string; port: number; user: string; jump: SshHost | null };

export type SshRun = {
  /** fed to `sh -s` on standard input */
  script: string;
  connectTimeoutMs: number;
  /** ms for the whole run, counted from when the channel is up */
  deadlineMs: number;
  /** Called with what the script prints, as it comes. Returning 'enough' closes the channel. */
  onOutput(chunk: Buffer): 'more' | 'enough';
};

export type SshClient = {
  /**
   * Runs a script on a host over a pooled connection.
   * @returns how it ended: `enough`, the channel `closed` by itself, the `deadline`, or the connection was `lost`
   * @throws SshError when no channel came up
   */
  run(host: SshHost, run: SshRun): Promise<'enough' | 'closed' | 'deadline' | 'lost'>;
  /** Closes every pooled connection. */
  close(): void;
};
