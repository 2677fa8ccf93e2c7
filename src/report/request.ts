import type { Extent } from '../facts/extent.ts';
import type { MessagePlace } from './living/message-place.ts';
import type { Trigger } from './report.ts';

/** What to audit. `service` is a name of the manifest or an `owner/repo`. */
export type AuditRequest = {
  trigger: Trigger;
  service: string | null;
  machine: string | null;
  /** how much is read */
  only: Extent;
  /** set for a watch */
  watch?: Watch;
  /** set for a scheduled audit */
  scheduled?: Scheduled;
  /** the messages that will show its report; requests that join the audit add theirs */
  answers?: readonly AnswerPlace[];
};

/** A bot message that will show a report. `guild` is for its link. */
export type AnswerPlace = MessagePlace & { guild: string | null };

export type Watch = {
  /** ms that a machine has to answer */
  within_ms: number;
};

export type Scheduled = {
  /** the time that was due: ISO instant */
  due: string;
  /** `full`: post everything; `changes`: only what changed */
  report: 'full' | 'changes';
  /** runs more often than hourly: a flapping finding is reported only if two of the last three scans saw it */
  damped: boolean;
  /** replaces a run that was missed or interrupted */
  late: { due: string; why: 'missed' | 'interrupted' } | null;
};
