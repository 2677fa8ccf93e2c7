import { checkout } from './checkout/checkout.ts';
import { containerFiles } from './containers/container-files.ts';
import { containers } from './containers/containers.ts';
import { files } from './files/files.ts';
import { jobs } from './jobs/jobs.ts';
import { listeners } from './listeners/listeners.ts';
import { localHealth } from './health/local-health.ts';
import { lockfiles } from './lockfiles/lockfiles.ts';
import type { Observation } from '../facts/observation.ts';
import type { MachineProbe } from './probe.ts';
import { processes } from './processes/processes.ts';
import { scans } from './files/scans.ts';
import { unmanaged } from './inhabitants/unmanaged.ts';

/** Every probe that reads a machine, in the order of their sections: what cannot hang comes first. */
export const machineProbes = {
  processes,
  listeners,
  lockfiles,
  jobs,
  files,
  local_health: localHealth,
  checkout,
  scans,
  containers,
  container_files: containerFiles,
  unmanaged,
} satisfies Record<string, MachineProbe<unknown>>;

/** probe name -> what it reads */
type Values = {
  [Name in keyof typeof machineProbes]: (typeof machineProbes)[Name] extends MachineProbe<infer Value>
    ? Value
    : never;
};
export type ProbeName = keyof Values;

/** The same registry, typed so that a name that is only known at run time keeps probe and fact together. */
export type MachineProbes = { [Name in ProbeName]: MachineProbe<Values[Name]> };

/** Facts of some probes, typed so that one whose name is only known at run time can be filled in. */
export type FactsOf<Names extends ProbeName> = { [Name in Names]?: Observation<Values[Name]> };

/** probe name -> what it saw */
export type MachineFacts = FactsOf<ProbeName>;
