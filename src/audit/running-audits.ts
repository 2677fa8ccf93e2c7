import type { OnProgress } from '../facts/progress.ts';
import type { Report } from '../report/report.ts';
import type { AuditRequest, Watch } from '../report/request.ts';

/** Running audits: a request for the same audit meanwhile gets the same report. */
export type Audits = {
  /** Starts an audit and returns its id at once. Never throws: `report` rejects, with a UserError for an unknown name */
  begin: (request: AuditRequest, onProgress: OnProgress) => { id: string; report: Promise<Report> };
  /**
   * Looks at the watched services. A full audit under way counts as the watch if it ends in time; one that waits for a
   * repository or a dead machine must not hold up the watch. Null if no service is watched.
   * @throws like the report of `begin`
   */
  watch: (watch: Watch) => Promise<Report | null>;
};
