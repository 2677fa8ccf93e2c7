import type { Service } from '../../../inventory/manifest.ts';
import type { Process } from '../../../facts/process.ts';

/** What of a process table is a service's. */
export type Attributed = {
  /** how surely each process is the service's (strength.ts) */
  processes: Map<Process, number>;
  /** processes whose arguments merely hold its name */
  mentions: Process[];
  /** of these, what may be it all the same */
  perhaps: Process[];
  /** services that match one of these processes just as well */
  shared: Set<Service>;
};
