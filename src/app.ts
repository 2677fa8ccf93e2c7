import type { Report, Trigger } from './report/report.ts';

/** What to audit. `service` is a name of the manifest or an `owner/repo`. */
export type AuditRequest = {
  trigger: Trigger;
  service: string | null;
  machine: string | null;
  /** `processes`: only the process table, as /dupes asks */
  only: 'all' | 'processes';
};

/** How far an audit is. `waiting` names the machines that have not answered yet. */
export type Progress = { done: number; total: number; waiting: string[] };
export type OnProgress = (progress: Progress) => void;

/** The verbs that commands, buttons, the schedule and the HTTP server may call. */
export type App = {
  /**
   * Names of the manifest for autocomplete and option checks; the file is read again when it has changed.
   * `warning` says that the newest edit is broken and the last good one is in force.
   */
  fleet(): Promise<{ services: string[]; machines: string[]; warning: string | null }>;
  /** Resolves if the request's names are known. @throws UserError with the nearest names */
  check(request: AuditRequest): Promise<void>;
  /**
   * One audit. A second caller with the same scope joins the running one and gets its report.
   * @throws UserError for an unknown name or an unreadable manifest
   */
  audit(request: AuditRequest, onProgress: OnProgress): Promise<Report>;
};
