import type { SshConfigFiles } from '../clients/ssh/config-file.ts';
import type { Comparison } from '../comparison/comparison.ts';
import type { Situation } from '../comparison/rule.ts';
import type { Clients } from '../probes/clients.ts';
import type { FindingType } from '../findings/finding-types.ts';
import type { Found } from '../findings/finding.ts';
import type { Report } from '../report/report.ts';
import type { AuditOutcome } from './audit-outcome.ts';

/** What every run of the pipeline needs, for audits and actions. */
export type PipelineTools = {
  clients: Clients;
  /** applies every rule: comparison/index.ts */
  comparing(situation: Situation): Generator<void, Comparison>;
  /** for machines without a user in the manifest */
  sshUser: string;
  sshConfig?: SshConfigFiles;
  sshConcurrency: number;
  now(): number;
};

/** Findings on Driftwatch itself. `types`: the types it looks for, so that missing findings of these types count as resolved. */
export type DriftwatchFindings = { types: readonly FindingType[]; find(): Promise<Found[]> };

export type AuditTools = PipelineTools & {
  /** ms until a possibly temporary state (a restart, a hiccup) is checked again before it is reported; default 3000 */
  secondLookMs?: number;
  /** findings about Driftwatch itself; every audit reports them, since they concern every service */
  own?: DriftwatchFindings;
  /** Stores the result, and adds to each finding since when it is open. Default: every finding is new. */
  record?(seen: AuditOutcome): Promise<Report>;
};
