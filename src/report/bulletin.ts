import type { AnswerPlace, Scheduled } from './request.ts';
import type { Finding } from '../findings/finding.ts';
import type { News } from './news.ts';
import type { Report } from './report.ts';

/** Counts of an earlier scan, to show the trend. */
export type Trend = { at: string; CRITICAL: number; HIGH: number; LOW: number; unknown: number };

/** The state of a merge that is watched. */
export type MergeNote = {
  service: string;
  machine: string;
  commit: string;
  running_sha: string | null;
  /** ISO instant of the push */
  pushed_at: string;
  until: string;
  /** `overdue`: the grace time ended; `unknown`: it ended, and what runs could not be seen */
  state: 'waiting' | 'deployed' | 'overdue' | 'unknown';
};

/** A finding that was resolved since the last scan. */
export type Resolved = {
  type: string;
  service: string | null;
  machine: string | null;
  first_seen: string;
  resolved_at: string;
};

/** `news`: only what changed. `scan`: the scheduled report of everything, which also shows that the bot is alive. `drill`: nothing is wrong. */
export type Bulletin = {
  kind: 'news' | 'scan' | 'drill';
  report: Report;
  news: News;
  /** open findings of services or machines that are no longer in the manifest */
  unwatched?: Finding[];
  merges: MergeNote[];
  /** the messages that will show the report */
  answers?: readonly AnswerPlace[];
  /** the previous scan; null if there was none */
  trend: Trend | null;
  /** resolved since that scan */
  resolved: Resolved[];
  /** what is wrong with the latest manifest */
  warning: string | null;
  /** why a scheduled scan did not run when it was due */
  late: Scheduled['late'];
};
