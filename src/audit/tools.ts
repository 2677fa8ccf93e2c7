import type { SshConfigFiles } from '../clients/ssh/config-file.ts';
import type { Comparison } from '../comparison/comparison.ts';
import type { Situation } from '../comparison/rule.ts';
import type { Clients } from '../probes/clients.ts';
import type { FindingType } from '../findings/finding-types.ts';
import type { Found } from '../findings/finding.ts';
import type { Report } from '../report/report.ts';
import type { AuditOutcome } from './audit-outcome.ts';

/** What every run of the pipeline works with, an audit's or an action's. */
export type PipelineTools = {
  clients: Clients;
  /** every rule's word on a situation: comparison/index.ts */
  comparing(situation: Situation): Generator<void, Comparison>;
  /** for machines that the manifest gives no user */
  sshUser: string;
  sshConfig?: SshConfigFiles;
  sshConcurrency: number;
  now(): number;
};

/** Findings on Driftwatch itself. `types` are those that are looked for, so that one that is gone counts as resolved. */
export type DriftwatchFindings = { types: readonly FindingType[]; find(): Promise<Found[]> };

export type AuditTools = PipelineTools & {
  /** ms until what passes by itself (a restart, a hiccup) is checked once more before it is reported; default 3000 */
  secondLookMs?: number;
  /** what is wrong with Driftwatch itself: it concerns every service, so each audit tells it */
  own?: DriftwatchFindings;
  /** Remembers what the audit came to, and says about each finding since when it is open. Default: all is new. */
  record?(seen: AuditOutcome): Promise<Report>;
};
