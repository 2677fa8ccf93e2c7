import type { Service } from '../../../inventory/manifest.ts';
import type { Process } from '../../../facts/process.ts';

/** The part of a process table that belongs to one service. */
export type Attributed = {
  /** how surely each process belongs to the service (strength.ts) */
  processes: Map<Process, number>;
  /** processes that only mention its name in their arguments */
  mentions: Process[];
  /** those of them that may be the service after all */
  perhaps: Process[];
  /** services that match one of these processes equally well */
  shared: Set<Service>;
};
