import { RepositoryError } from '../clients/errors.ts';
import type { Commit, RepositoryClient, Standing, WorkflowRun } from '../clients/repository.ts';
import { seen, unseen } from './observation.ts';
import type { Observation } from './observation.ts';

export type { Commit, Standing, WorkflowRun };

/** What is true of one branch of one repository, and of the revisions that were asked about. */
export type Release = {
  head: Commit;
  /** revision as asked, lower case -> standing */
  standings: Record<string, Observation<Standing>>;
  /** seen null: CI never ended well, or there is none; null: nobody asked, for want of containers */
  last_good_run: Observation<WorkflowRun | null> | null;
  /** path in the repository -> SHA-256 of the file at the head; null where the head has no such file */
  files: Record<string, Observation<string | null>>;
};

/** Key of a release among the observations. */
export function releaseKey(repo: string, branch: string): string {
  return `${repo}#${branch}`;
}

/**
 * Reads a branch's head and where the revisions stand to it. Never throws; a revision that could not be placed
 * leaves the head and the others standing, and so does a run of CI or a file that could not be seen.
 */
export async function probeRelease(
  client: RepositoryClient,
  repo: string,
  branch: string,
  revisions: string[],
  deadline: AbortSignal,
  asksForRun = false,
  paths: string[] = [],
): Promise<Observation<Release>> {
  const head = await observed(() => client.head(repo, branch, deadline));
  if (!head.ok) return head;
  const distinct = new Set(revisions.map((revision) => revision.toLowerCase()));
  const run = asksForRun
    ? observed(async () => (await client.lastGoodRun?.(repo, branch, deadline)) ?? null)
    : null;
  const standings = await Promise.all(
    [...distinct].map(async (revision): Promise<[string, Observation<Standing>]> => {
      const standing = () => client.standing(repo, branch, head.value, revision, deadline);
      return [revision, await observed(standing)];
    }),
  );
  const files = await Promise.all(
    paths.map(async (path): Promise<[string, Observation<string | null>]> => {
      return [path, await observed(() => client.fileDigest(repo, path, head.value, deadline))];
    }),
  );
  return seen({
    head: head.value,
    standings: Object.fromEntries(standings),
    last_good_run: await run,
    files: Object.fromEntries(files),
  });
}

async function observed<Value>(read: () => Promise<Value>): Promise<Observation<Value>> {
  try {
    return seen(await read());
  } catch (error) {
    if (error instanceof RepositoryError) return unseen(error.kind, error.message);
    return unseen('malformed', error instanceof Error ? error.message : String(error));
  }
}
