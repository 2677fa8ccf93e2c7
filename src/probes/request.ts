import type { SshHost } from '../clients/ssh/host.ts';
import type { ProbeName } from '../facts/machine-facts.ts';
import type { Target } from './probe.ts';
import type { Extent } from '../facts/extent.ts';
import type { SshConfig } from '../clients/ssh/config.ts';
import type { Machine, Service } from '../inventory/manifest.ts';

/** What to read from one machine. Serialisable, so that a worker elsewhere can do it. */
export type MachineRequest = {
  host: SshHost;
  /** the machine with those of its own services that are judged */
  target: Target;
  /** services that live elsewhere and may run only once in the fleet: they want the process table of this machine */
  singletons: string[];
  /** names of the probes to run; null: all that the services want */
  only: ProbeName[] | null;
};

export type Plan = {
  /** all of the manifest */
  machines: Machine[];
  /** the services that the audit judges */
  services: Service[];
  /** every service of the manifest */
  inventory: Service[];
  only: Extent;
  /** for machines that neither the manifest nor ssh_config gives a user */
  ssh_user: string;
  /** what ssh_config says of hosts; left out, nothing */
  ssh_config?: SshConfig;
};

/** One branch of one repository, or the same paths of it, with the services that run it. */
export type ReleaseRequest = { repo: string; branch: string; paths: string[]; services: Service[] };
