import type { SshHost } from '../clients/ssh/host.ts';
import type { ProbeName } from '../facts/machine-facts.ts';
import type { Target } from './probe.ts';
import type { Extent } from '../facts/extent.ts';
import type { SshConfig } from '../clients/ssh/config.ts';
import type { Machine, Service } from '../inventory/manifest.ts';

/** What to read from one machine. Serialisable, so that a worker elsewhere can do it. */
export type MachineRequest = {
  host: SshHost;
  /** the machine with its services that are judged */
  target: Target;
  /** fleet singletons of other machines, which need this machine's process table */
  singletons: string[];
  /** names of the probes to run; null: all that the services need */
  only: ProbeName[] | null;
};

export type Plan = {
  /** all machines of the manifest */
  machines: Machine[];
  /** the services that the audit judges */
  services: Service[];
  /** every service of the manifest */
  inventory: Service[];
  only: Extent;
  /** for machines without a user in the manifest and ssh_config */
  ssh_user: string;
  /** the settings of ssh_config; absent: none */
  ssh_config?: SshConfig;
};

/** One branch of one repository, or the same paths of it, with the services that run it. */
export type ReleaseRequest = { repo: string; branch: string; paths: string[]; services: Service[] };
