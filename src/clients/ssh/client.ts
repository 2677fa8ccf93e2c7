import type { SshHost } from './host.ts';

export type SshClient = {
  /**
   * Runs a script on a host over a pooled connection.
   * @returns how it ended: `enough`, the channel `closed` by itself, the `deadline`, or the connection was `lost`
   * @throws SshError when no channel came up
   */
  run(host: SshHost, run: SshRun): Promise<SessionEnd>;
  /** Closes every pooled connection. */
  close(): void;
};

export type SshRun = {
  /** fed to `sh -s` on standard input */
  script: string;
  connectTimeoutMs: number;
  /** Called with the host's pinned public key, in SSH's wire form. */
  onHostKey?(key: Buffer): void;
  /** ms for the whole run, counted from when the channel is up */
  deadlineMs: number;
  /** Called with what the script prints, as it comes. Returning 'enough' closes the channel. */
  onOutput(chunk: Buffer): 'more' | 'enough';
};

/** How it ended: `enough` was read, the channel `closed` by itself, the `deadline` passed, the connection was `lost`. */
export type SessionEnd = 'enough' | 'closed' | 'deadline' | 'lost';
