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
  /** what the watch wants of it */
  watch?: Watch;
  /** what the schedule wants of it */
  scheduled?: Scheduled;
  /** the messages that will show its report; who joins the audit adds theirs */
  answers?: readonly AnswerPlace[];
};

/** A message of the bot that will show a report. `guild` is what its link needs. */
export type AnswerPlace = MessagePlace & { guild: string | null };

export type Watch = {
  /** ms that a machine is given to answer */
  within_ms: number;
};

export type Scheduled = {
  /** the time that was due: ISO instant */
  due: string;
  /** `full`: everything is posted; `changes`: only what changed */
  report: 'full' | 'changes';
  /** runs more often than hourly: what flaps is announced only when two of the last three scans saw it */
  damped: boolean;
  /** it makes up for a run that was missed or interrupted */
  late: { due: string; why: 'missed' | 'interrupted' } | null;
};
