import { RepositoryError } from '../clients/errors.ts';
import type { Branch, Commit, RepositoryClient, Standing, WorkflowRun } from '../clients/repository.ts';
import { seen, unseen } from './observation.ts';
import type { Observation } from './observation.ts';

export type { Commit, Standing, WorkflowRun };

/** What is true of one branch of one repository, and of the revisions that were asked about. */
export type Release = {
  head: Commit;
  /** revision as asked, lower case -> standing */
  standings: Record<string, Observation<Standing>>;
  /** seen null: CI never ended well, or there is none; null: nobody asked, since no image lacks a commit of the branch */
  last_good_run: Observation<WorkflowRun | null> | null;
  /** path in the repository -> SHA-256 of the file at the head; null where the head has no such file */
  files: Record<string, Observation<string | null>>;
};

/** Key of a release among the observations. */
export function releaseKey(repo: string, branch: string): string {
  return `${repo}#${branch}`;
}

/**
 * The client of each repository for one audit: what several of them can be asked together is asked together. Where a
 * client cannot even be had, each is asked alone, and says so.
 */
export function clientsForAudit(
  clientOf: (repo: string) => RepositoryClient,
  branches: readonly Branch[],
  deadline: AbortSignal,
): (repo: string) => RepositoryClient {
  try {
    const own = new Map(branches.map(({ repo }) => [repo, clientOf(repo)]));
    const together = new Map(
      [...Map.groupBy(branches, ({ repo }) => own.get(repo))].map(([client, theirs]) => [
        client,
        client?.forAudit?.(theirs, deadline) ?? client,
      ]),
    );
    return (repo) => together.get(own.get(repo)) ?? clientOf(repo);
  } catch {
    return clientOf;
  }
}

/**
 * Reads a branch's head and where the revisions stand to it. Never throws; a revision that could not be placed
 * leaves the head and the others standing, and so does a run of CI or a file that could not be seen.
 * @param images the commit of each image that runs, one of `revisions`; null where it says none. CI is asked about
 * only for those that may lack something of the branch: an image of the head is not held against it.
 */
export async function probeRelease(
  client: RepositoryClient,
  repo: string,
  branch: string,
  revisions: string[],
  deadline: AbortSignal,
  images: readonly (string | null)[] = [],
  paths: readonly string[] = [],
): Promise<Observation<Release>> {
  const head = await observed(() => client.head(repo, branch, deadline, revisions));
  if (!head.ok) return head;
  const distinct = new Set(revisions.map((revision) => revision.toLowerCase()));
  const placed = await Promise.all(
    [...distinct].map(async (revision): Promise<[string, Observation<Standing>]> => {
      const standing = () => client.standing(repo, branch, head.value, revision, deadline);
      return [revision, await observed(standing)];
    }),
  );
  const standings = Object.fromEntries(placed);
  const run = images.some((sha) => mayLack(sha === null ? undefined : standings[sha]))
    ? await observed(async () => (await client.lastGoodRun?.(repo, branch, deadline)) ?? null)
    : null;
  const files = await Promise.all(
    paths.map(async (path): Promise<[string, Observation<string | null>]> => {
      return [path, await observed(() => client.fileDigest(repo, path, head.value, deadline))];
    }),
  );
  return seen({
    head: head.value,
    standings,
    last_good_run: run,
    files: Object.fromEntries(files),
  });
}

function mayLack(standing: Observation<Standing> | undefined): boolean {
  return !standing?.ok || (standing.value.state !== 'identical' && standing.value.state !== 'ahead');
}

async function observed<Value>(read: () => Promise<Value>): Promise<Observation<Value>> {
  try {
    return seen(await read());
  } catch (error) {
    if (error instanceof RepositoryError) return unseen(error.kind, error.message);
    return unseen('malformed', error instanceof Error ? error.message : String(error));
  }
}
