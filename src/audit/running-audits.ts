import type { OnProgress } from '../facts/progress.ts';
import type { Report } from '../report/report.ts';
import type { AuditRequest, Watch } from '../report/request.ts';

/** The audits that run: who asks the same meanwhile gets the same report. */
export type Audits = {
  /** One audit, with its id at once. @throws nothing: `report` fails, with UserError for an unknown name */
  begin: (request: AuditRequest, onProgress: OnProgress) => { id: string; report: Promise<Report> };
  /**
   * Looks at the watched services. An audit of everything that is under way counts as the watch, if it ends in time: one
   * that waits for a repository or a dead machine must not blind it. Null: none is watched.
   * @throws as the report of `begin` does
   */
  watch: (watch: Watch) => Promise<Report | null>;
};
