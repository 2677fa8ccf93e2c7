import type { Manifest } from '../inventory/manifest.ts';
import type { Finding } from '../findings/finding.ts';
import type { Fix, Step } from '../report/living/living-alert.ts';
import type { MessagePlace } from '../report/living/message-place.ts';
import type { History } from './history.ts';
import type { Silence, Ledger, Merge } from './ledger.ts';

export type SilenceRequest = Pick<Silence, 'service' | 'machine' | 'by' | 'reason'>;

export type Silences = {
  /** The silences that are active now. */
  silences(): Promise<Silence[]>;
  /** Replaces an earlier silence of the same service or machine. @param until ms since the epoch */
  silence(wanted: SilenceRequest, until: number): Promise<Silence>;
  /** Ends a silence. @throws UserError where it is over already */
  endSilence(id: string): Promise<Silence>;
  /**
   * Ends an acknowledgement now: the next audit that finds it announces it again.
   * @returns who had acknowledged it, and why. @throws UserError where nobody has
   */
  unacknowledge(id: string): Promise<{ by: string; reason: string }>;
};

/** A push as it was delivered. `before`: the head that it replaced. `at`: when it was made, in GitHub's own words. */
export type Push = {
  delivery: string;
  repo: string;
  branch: string;
  commit: string;
  before?: string | undefined;
  at?: string | undefined;
};

export type Records = Silences & {
  /** The open findings, with their acknowledgements. */
  openFindings(): Promise<Finding[]>;
  /**
   * Acknowledges a finding: it is not announced again until `until` (ms since the epoch), or until it is worse.
   * @returns the finding. @throws UserError for an id that is not open
   */
  acknowledge(id: string, by: string, reason: string, until: number): Promise<Finding>;
  /** A remediation was carried out: what is resolved on its service is credited to it. */
  fixed(fix: Fix): Promise<void>;
  /** A step of a request about a finding, for the thread of its alert. */
  stepped(finding: string, step: Step): Promise<void>;
  /** The answer that shows a report has arrived, and where: it is edited from then on. */
  answered(report: string, message: MessagePlace): Promise<void>;
  /** Has a watch seen or missed something that the next one must confirm? */
  unconfirmed(): Promise<boolean>;
  history(): Promise<History>;
  /** The schedule's state. Before its first run, `firstDue` (ms) counts as served: what was due before does not run late. */
  schedule(firstDue: number): Promise<Ledger['schedule']>;
  /** A scan begins for this due time. */
  scanBegins(due: string): Promise<void>;
  /** Watches the services until each runs what was pushed. @returns false for a delivery that was received before */
  watchMerge(push: Push, services: Manifest['services']): Promise<boolean>;
  merges(): Promise<Merge[]>;
};
