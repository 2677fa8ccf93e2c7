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
  /** Ends a silence. @throws UserError if it has already ended */
  endSilence(id: string): Promise<Silence>;
  /**
   * Ends an acknowledgement now: the next audit that finds it reports it again.
   * @returns who had acknowledged it, and why. @throws UserError if nobody has
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
   * Acknowledges a finding: no alerts until `until` (ms since the epoch), or until it is worse.
   * @returns the finding. @throws UserError for an id that is not open
   */
  acknowledge(id: string, by: string, reason: string, until: number): Promise<Finding>;
  /** Records a remediation, which is credited with findings of its service that are resolved. */
  fixed(fix: Fix): Promise<void>;
  /** A step of a request about a finding, for the thread of its alert. */
  stepped(finding: string, step: Step): Promise<void>;
  /** Records the place of an answer with a report, so that it can be edited from then on. */
  answered(report: string, message: MessagePlace): Promise<void>;
  /** Did a watch see or miss something that the next watch must confirm? */
  unconfirmed(): Promise<boolean>;
  history(): Promise<History>;
  /** The schedule's state. Before the first run, `firstDue` (ms) counts as served, so that earlier times do not run late. */
  schedule(firstDue: number): Promise<Ledger['schedule']>;
  /** Records that the scan for this due time begins. */
  scanBegins(due: string): Promise<void>;
  /** Watches the services until each runs what was pushed. @returns false for a delivery that was received before */
  watchMerge(push: Push, services: Manifest['services']): Promise<boolean>;
  merges(): Promise<Merge[]>;
};
