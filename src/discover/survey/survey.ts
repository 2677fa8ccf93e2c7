import type { Listener } from '../../facts/listener.ts';
import type { Observation } from '../../facts/observation.ts';
import type { ProcessTable } from '../../facts/process.ts';
import type { FoundPlaces, FoundContainers, FoundJob } from '../../facts/workloads/workloads.ts';
import type { FoundHealth } from '../../facts/workloads/found-health.ts';
import type { ProcessLocations } from '../../facts/workloads/process-locations.ts';
import type { MachineFacts } from '../../probes/workloads/machine-facts.ts';

/** Everything that was seen on a machine, and why the rest was not. */
export type Survey = {
  machine: Observation<MachineFacts>;
  processes: Observation<ProcessTable>;
  locations: Observation<ProcessLocations>;
  listeners: Observation<Listener[]>;
  jobs: Observation<FoundJob[]>;
  containers: Observation<FoundContainers>;
  used: Observation<FoundPlaces>;
  searched: Observation<FoundPlaces>;
  health: Observation<FoundHealth[]>;
  /** ports whose health could not be requested in time */
  unasked: number[];
  /** sections that were only partly read, since time ran out */
  late: string[];
};
