import type { Found } from '../findings/finding.ts';
import type { MachineState, ServiceState } from '../report/report.ts';
import type { Coverage } from '../report/coverage.ts';
import type { Gap } from './rule.ts';

export type Comparison = {
  /** worst first; within a severity what concerns trading first, then by name, and what a dependency explains below it */
  findings: Found[];
  services: ServiceState[];
  machines: MachineState[];
  /** what of the services was not seen, each fact once */
  gaps: Gap[];
  /** what was looked at: nothing else may be called resolved */
  coverage: Coverage;
};
