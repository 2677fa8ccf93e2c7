import type { Release } from '../../facts/release.ts';
import { RepositoryError } from '../../clients/errors.ts';
import type { Commit, BranchPosition } from '../../facts/release.ts';
import type { Branch, RepositoryClient } from '../../clients/repository/repository.ts';
import { hintsOf, revisionOf } from '../../text/revision.ts';
import { seen, unseen } from '../../facts/observation.ts';
import type { Observation } from '../../facts/observation.ts';

/** What else to read from a branch, besides its head and the revisions. */
type Besides = {
  /**
   * What each image that runs says that it was built from, of `revisions` or `versions`; null where it says nothing. CI
   * is looked up only for those that may lack something of the branch: an image of the head is not held against it.
   */
  images?: readonly (string | null)[];
  /** paths of files that should equal those at the head */
  files?: readonly string[];
  /** versions that do not literally name their commit */
  versions?: readonly string[];
  /** the paths of the repository that the services are made of; empty: all */
  paths?: readonly string[];
};

/**
 * The client of each repository for one audit: requests that can be joined are joined. Where a
 * client cannot be made, each repository is read alone, and reports that.
 */
export function clientsForAudit(
  clientOf: (repo: string) => RepositoryClient,
  branches: readonly Branch[],
  deadline: AbortSignal,
): (repo: string) => RepositoryClient {
  try {
    const own = new Map(branches.map(({ repo }) => [repo, clientOf(repo)]));
    const batched = new Map(
      [...Map.groupBy(branches, ({ repo }) => own.get(repo))].map(([client, theirs]) => [
        client,
        client?.forAudit?.(theirs, deadline) ?? client,
      ]),
    );
    return (repo) => batched.get(own.get(repo)) ?? clientOf(repo);
  } catch {
    return clientOf;
  }
}

/**
 * Reads a branch's head and the positions of the revisions relative to it. Never throws; a revision that could not be placed
 * leaves the head and the other positions, and so does a run of CI or a file that could not be seen.
 */
export async function probeRelease(
  client: RepositoryClient,
  repo: string,
  branch: string,
  revisions: string[],
  deadline: AbortSignal,
  { images = [], files: wanted = [], versions = [], paths = [] }: Besides = {},
): Promise<Observation<Release>> {
  const running = [...revisions, ...versions.map((version) => hintsOf(version).commits[0] ?? version)];
  const head = await observed(() => client.head(repo, branch, deadline, running));
  if (!head.ok) return head;
  const named = Object.fromEntries(
    await Promise.all(
      versions.map(async (version): Promise<[string, Observation<string | null>]> => {
        const commit = () => commitNamed(client, { repo, branch, version, head: head.value }, deadline);
        return [version, await observed(commit)];
      }),
    ),
  );
  const found = Object.values(named).flatMap((commit) => (commit.ok ? (commit.value ?? []) : []));
  const distinct = new Set([...revisions, ...found].map((revision) => revision.toLowerCase()));
  const placed = await Promise.all(
    [...distinct].map(async (revision): Promise<[string, Observation<BranchPosition>]> => {
      const position = () => client.position(repo, branch, head.value, revision, deadline, paths);
      return [revision, await observed(position)];
    }),
  );
  const positions = Object.fromEntries(placed);
  const run = images.some((version) => mayLack(positions[shaOf(version, named) ?? '']))
    ? await observed(async () => (await client.lastGoodRun?.(repo, branch, deadline)) ?? null)
    : null;
  const files = await Promise.all(
    wanted.map(async (path): Promise<[string, Observation<string | null>]> => {
      return [path, await observed(() => client.fileDigest(repo, path, head.value, deadline))];
    }),
  );
  const touched =
    paths.length > 0 && images.length > 0
      ? await observed(async () => (await client.touching?.(repo, head.value, paths, deadline)) ?? null)
      : null;
  return seen({
    head: head.value,
    positions,
    touched: (touched?.ok ? touched.value : null) ?? head.value,
    named,
    last_good_run: run,
    files: Object.fromEntries(files),
  });
}

/** A group of hex digits that the repository knows, else its tag of that name. @returns null where these disagree */
async function commitNamed(
  client: RepositoryClient,
  { repo, branch, version, head }: { repo: string; branch: string; version: string; head: Commit },
  deadline: AbortSignal,
): Promise<string | null> {
  const { commits, tags } = hintsOf(version);
  const known = await Promise.all(
    commits.map(async (group) => await client.position(repo, branch, head, group, deadline)),
  );
  const found = new Set(known.flatMap((each) => (each.state === 'unknown_commit' ? [] : each.commit.sha)));
  if (found.size === 0) {
    const tagged = await Promise.all(tags.map(async (tag) => await client.tag?.(repo, tag, deadline)));
    for (const sha of tagged) if (sha !== undefined && sha !== null) found.add(sha);
  }
  const [sha, other] = found;
  return sha === undefined || other !== undefined ? null : sha;
}

function shaOf(version: string | null, named: Release['named']): string | null {
  const told = version === null ? undefined : named[version];
  return (told?.ok ? told.value : null) ?? revisionOf(version)?.sha ?? null;
}

function mayLack(position: Observation<BranchPosition> | undefined): boolean {
  return !position?.ok || (position.value.state !== 'identical' && position.value.state !== 'ahead');
}

async function observed<Value>(read: () => Promise<Value>): Promise<Observation<Value>> {
  try {
    return seen(await read());
  } catch (error) {
    if (error instanceof RepositoryError) return unseen(error.kind, error.message, error.code ?? undefined);
    return unseen('malformed', error instanceof Error ? error.message : String(error));
  }
}
