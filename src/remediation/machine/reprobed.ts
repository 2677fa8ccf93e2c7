import type { Machine, Service } from '../../inventory/manifest.ts';
import type { MachineFacts } from '../../facts/machine-facts.ts';
import type { Found } from '../../findings/finding.ts';
import type { Coverage } from '../../report/coverage.ts';
import type { Twins } from './twins.ts';

/** A fresh audit of one service, with what else its machine showed. */
export type Reprobed = {
  service: Service;
  machine: Machine;
  /** findings of this service only */
  findings: Found[];
  /** what could be seen: only findings in it may be called gone */
  coverage: Coverage;
  /** why the machine did not answer; null if it did */
  unreachable: string | null;
  facts: MachineFacts;
  pid: number | null;
  /** other services that may have something on the machine, treated as if they were on it */
  neighbours: Service[];
  /** other names of the machine */
  twins: Twins;
  /** marks of the machine, independent of its name: a machine that shares one may be the same */
  marks: string[];
};
