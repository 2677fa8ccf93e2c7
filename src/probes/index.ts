import { checkout } from './checkout/checkout.ts';
import { containerFiles } from './containers/container-files.ts';
import { containers } from './containers/containers.ts';
import { files } from './files/files.ts';
import { jobs } from './jobs/jobs.ts';
import { listeners } from './listeners/listeners.ts';
import { localHealth } from './health/local-health.ts';
import { lockfiles } from './lockfiles/lockfiles.ts';
import type { FactValues, ProbeName } from '../facts/machine-facts.ts';
import type { MachineProbe } from './probe.ts';
import { processes } from './processes/processes.ts';
import { scans } from './files/scans.ts';
import { unmanaged } from './workloads/unmanaged.ts';

/** The registry's type: a name that is only known at run time keeps probe and fact together. */
export type MachineProbes = { [Name in ProbeName]: MachineProbe<FactValues[Name]> };

/** Every probe that reads a machine, in the order of the sections: probes that cannot hang come first. */
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
} satisfies MachineProbes;
