import type { Listed } from './inventory/listed.ts';
import type { WatchState } from './report/watch-state.ts';
import type { Driller } from './audit/driller.ts';
import type { AuditRequest, Watch } from './report/request.ts';
import type { OnProgress } from './facts/progress.ts';
import type { Push, Records } from './store/records.ts';
import type { Remediation } from './remediation/remediation.ts';
import type { Report } from './report/report.ts';

/** The verbs that commands, buttons, the schedule and the HTTP server may call. */
export type App = {
  /**
   * Names of the manifest for autocomplete and option checks; the file is read again when it has changed.
   * `warning` says that the latest edit is broken and the last good one is used.
   */
  fleet(): Promise<{ services: string[]; machines: string[]; warning: string | null }>;
  /** The services of a scope, from the manifest. @throws UserError as `check` does */
  inventory(scope: Pick<AuditRequest, 'service' | 'machine'>): Promise<Listed[]>;
  /** the time zone for dates that people type and read */
  timezone: string;
  /** Resolves if the request's names are known. @throws UserError with the nearest names */
  check(request: AuditRequest): Promise<void>;
  /**
   * One audit. A second caller with the same scope joins the running one and gets its report.
   * @throws UserError for an unknown name or an unreadable manifest
   */
  audit(request: AuditRequest, onProgress: OnProgress): Promise<Report>;
  /** The same, with the audit's id at once. `report` rejects as `audit` does: the caller must handle that. */
  begin(request: AuditRequest, onProgress: OnProgress): { id: string; report: Promise<Report> };
  /**
   * Checks the watched services. A running full audit counts as the watch, if it ends in time: one
   * that waits for a repository or a dead machine must not block it. Null: none is watched.
   * @throws as `audit` does
   */
  watch(watch: Watch): Promise<Report | null>;
  /** The state of the watch; null: it is off. */
  watching(): WatchState | null;
  /**
   * A branch was pushed: its services are watched until they run it. Empty where none runs that branch, null for a
   * delivery that was received before.
   */
  pushed(push: Push): Promise<string[] | null>;
  /** what the bot stores between audits */
  records: Records;
  /**
   * Sends one false CRITICAL alert through the whole alert path.
   * @returns the names of the channels that it goes to @throws UserError if the person may not
   */
  drill(by: Driller): Promise<readonly string[]>;
  /** @throws UserError if it is off */
  remediation(): Remediation;
};
