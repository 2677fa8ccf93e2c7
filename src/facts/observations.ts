import type { Suspect } from './suspect.ts';
import type { HealthAnswer } from './health-answer.ts';
import type { MachineFacts } from './machine-facts.ts';
import type { Observation, Reason } from './observation.ts';
import type { Release } from './release.ts';

export type HostKeyProblem = {
  state: 'changed' | 'unknown';
  algorithm: string;
  /** `SHA256:…` as ssh-keygen -l prints it */
  presented: string;
  pinned: string[];
};

export type FailedConnection = {
  status: 'failed';
  reason: Reason;
  detail: string;
  host_key: HostKeyProblem | null;
  /** where to look first, as far as the connection tells */
  suspect?: Suspect;
  /** the site that should have read the machine, but did not: nothing is known about the machine */
  site?: string;
};

export type Connection =
  | { status: 'connected' }
  /** ssh: false, or no service of the audit needs anything from the machine */
  | { status: 'not_probed' }
  | FailedConnection;

export type MachineObservation = {
  machine: string;
  connection: Connection;
  /** what SSH met there: the algorithm and `SHA256:…`, as ssh-keygen -l prints it */
  host_key?: string;
  /** ms from the start of connecting to the last section */
  duration_ms: number;
  /** probe name -> what it saw; absent where no service asked. On a failed connection they are `unreachable` */
  facts: MachineFacts;
  /** probe name -> the services that asked for the fact */
  asked_by: Partial<Record<keyof MachineFacts, string[]>>;
};

/** Everything that one audit saw. Serialisable. */
export type Observations = {
  machines: Record<string, MachineObservation>;
  /** service -> interface -> answer */
  health: Record<string, Record<string, Observation<HealthAnswer>>>;
  /** releaseKey(repo, branch) -> release */
  releases: Record<string, Observation<Release>>;
};
