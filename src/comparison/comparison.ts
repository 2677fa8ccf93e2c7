import type { Found } from '../findings/finding.ts';
import type { MachineState, ServiceState } from '../report/report.ts';
import type { Coverage } from '../report/coverage.ts';
import type { Gap } from './rule.ts';

export type Comparison = {
  /** worst first; within a severity trading first, then by name; a finding follows the dependency that explains it */
  findings: Found[];
  services: ServiceState[];
  machines: MachineState[];
  /** facts of the services that were not seen, each once */
  gaps: Gap[];
  /** what was covered: only findings in it may be called resolved */
  coverage: Coverage;
};
