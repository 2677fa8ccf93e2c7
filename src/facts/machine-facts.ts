import type { Checkouts } from './checkout.ts';
import type { ContainerFiles, Scans, Files } from './files/file.ts';
import type { Containers } from './container.ts';
import type { LocalHealth } from './health-answer.ts';
import type { Workloads } from './workloads/workloads.ts';
import type { Jobs } from './job.ts';
import type { Listener } from './listener.ts';
import type { Lockfiles } from './lockfile.ts';
import type { Observation } from './observation.ts';
import type { ProcessTable } from './process.ts';

/** The fact of each machine probe, under the probe's name. */
export type FactValues = {
  processes: ProcessTable;
  listeners: Listener[];
  lockfiles: Lockfiles;
  jobs: Jobs;
  files: Files;
  local_health: LocalHealth;
  checkout: Checkouts;
  scans: Scans;
  containers: Containers;
  container_files: ContainerFiles;
  unmanaged: Workloads;
};
export type ProbeName = keyof FactValues;

const named = {
  processes: true,
  listeners: true,
  lockfiles: true,
  jobs: true,
  files: true,
  local_health: true,
  checkout: true,
  scans: true,
  containers: true,
  container_files: true,
  unmanaged: true,
} satisfies Record<ProbeName, true>;
export const probeNames: readonly ProbeName[] = Object.keys(named).filter(
  (name): name is ProbeName => name in named,
);

/** Facts of some probes, typed so that one whose name is only known at run time can be filled in. */
export type FactsOf<Names extends ProbeName> = { [Name in Names]?: Observation<FactValues[Name]> };

/** probe name -> what it saw */
export type MachineFacts = FactsOf<ProbeName>;
