import type { Report } from '../report/report.ts';
import type { Approval, Clicker, Person } from './approval.ts';
import type { ActionName } from '../findings/action-name.ts';
import type { Option } from './proposal/option.ts';

/** `finding`: its id, or null for the worst that the action can fix. */
export type RemediationRequest = { service: string; action: ActionName; finding: string | null };

/** What people and buttons can do with remediation. */
export type Remediation = {
  actions: readonly ActionName[];
  /** The remediations that can be requested for a report's findings, in their order. */
  options(report: Pick<Report, 'findings'>): Promise<Option[]>;
  /** Opens a request and shows its card, or returns a blocked request with its reason. @throws UserError */
  request(request: RemediationRequest, by: Person): Promise<Approval>;
  /** The same for an option's value. */
  requestOption(value: string, by: Person): Promise<Approval>;
  /** Resolves once it was carried out and verified. @throws UserError if the person may not, or it is too late */
  approve(id: string, by: Clicker): Promise<void>;
  /** @throws UserError if this person could not deny it now */
  mayDeny(id: string, by: Clicker): Promise<void>;
  deny(id: string, by: Clicker, reason: string): Promise<void>;
};
