import type { Listener } from '../../facts/listener.ts';
import type { Observation } from '../../facts/observation.ts';
import type { ProcessTable } from '../../facts/process.ts';
import type { FoundPlaces, FoundContainers, FoundJob } from '../../facts/workloads/workloads.ts';
import type { FoundHealth } from '../../facts/workloads/found-health.ts';
import type { ProcessLocations } from '../../facts/workloads/process-locations.ts';
import type { MachineFacts } from '../../probes/workloads/machine-facts.ts';

/** All that was seen of a machine; what could not be seen says why. */
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
  /** ports whose health could not be asked in time */
  unasked: number[];
  /** sections of which only a part was read, since their time ran out */
  late: string[];
};
