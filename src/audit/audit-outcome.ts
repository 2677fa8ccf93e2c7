import type { Comparison } from '../comparison/comparison.ts';
import type { Manifest } from '../inventory/manifest.ts';
import type { Audited } from '../report/assemble.ts';
import type { AuditRequest } from '../report/request.ts';

/** An audit's outcome, with what the recorder needs. */
export type AuditOutcome = Omit<Audited, 'comparison' | 'request'> & {
  comparison: Comparison;
  request: AuditRequest;
  manifest: Manifest;
};
