import type { Commit, Standing } from '../clients/repository.ts';
import type { Observation } from './observation.ts';

export type { Commit, Standing };

/** What is true of one branch of one repository, and of the revisions that were asked about. */
export type Release = {
  head: Commit;
  /** revision as asked, lower case -> standing */
  standings: Record<string, Observation<Standing>>;
};

/** Key of a release among the observations. */
export function releaseKey(repo: string, branch: string): string {
  return `${repo}#${branch}`;
}
