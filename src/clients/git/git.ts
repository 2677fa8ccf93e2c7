import { sameRevision } from '../../text/revision.ts';
import { RepositoryError } from '../errors.ts';
import { BrokenCache, openCache } from './cache.ts';
import type { GitCache } from './cache.ts';
import { fileDigestIn } from './file.ts';
import { commitsNamed, compareCommits, newestTouching, readCommit, tipOf } from './history.ts';
import { commitTagged } from './tag.ts';
import type { Read } from './history.ts';
import { gitRemote } from './remote.ts';
import type { GitRemote } from './remote.ts';
import { sshCommand } from './ssh.ts';
import type { GitSsh } from './ssh.ts';
import { createKeyedMutex } from '../../async/keyed-mutex.ts';
import { withinDeadline } from '../deadline.ts';
import type { Commit, BranchPosition } from '../../facts/release.ts';
import type { RepositoryClient } from '../repository/repository.ts';
import { identical } from '../../facts/release.ts';

type Entry = { remote: GitRemote; cache: GitCache; fetchedAt: number; tagsAt: number };
const FULL = /^([0-9a-f]{40}|[0-9a-f]{64})$/;

/**
 * Reads any repository that git can fetch from (a path, file://, https://, ssh://, user@host:path), over a bare
 * copy of its history for each remote under `cacheFolder`. `head` fetches; `position` works on what that fetched.
 */
export function createGitClient(options: { cacheFolder: string; ssh?: GitSsh }): RepositoryClient {
  const entries = new Map<string, Entry>();
  const inTurn = createKeyedMutex();
  const ssh = sshCommand(options.ssh ?? null);
  let calls = 0;

  function entryOf(repo: string): Entry {
    const remote = gitRemote(repo);
    const entry = entries.get(remote.url) ?? {
      remote,
      cache: openCache(options.cacheFolder, remote, ssh),
      fetchedAt: 0,
      tagsAt: -1,
    };
    entries.set(remote.url, entry);
    return entry;
  }

  async function fetchHeads(entry: Entry, deadline: AbortSignal): Promise<void> {
    const startedAt = ++calls;
    await entry.cache.fetchHeads(deadline);
    entry.fetchedAt = startedAt;
  }

  /** Runs a task on the remote's copy, exclusively; if the copy turns out to be broken, again with a new one. */
  function withCache<Value>(entry: Entry, deadline: AbortSignal, task: (read: Read) => Promise<Value>) {
    const read: Read = (args, options) => entry.cache.read(args, deadline, options);
    const { name } = entry.remote;
    const work = inTurn([name], async () => {
      deadline.throwIfAborted();
      try {
        return await task(read);
      } catch (error) {
        if (!(error instanceof BrokenCache)) throw error;
      }
      await entry.cache.discard();
      await fetchHeads(entry, deadline);
      return await task(read).catch((error: unknown) => {
        throw error instanceof BrokenCache
          ? new RepositoryError(
              'malformed',
              `${entry.remote.name}: git cannot read its history (${error.message})`,
              { unnamed: `git cannot read its history (${error.message})` },
            )
          : error;
      });
    });
    return withinDeadline(work, deadline, name);
  }

  async function head(repo: string, branch: string, deadline: AbortSignal): Promise<Commit> {
    const calledAt = ++calls;
    const entry = entryOf(repo);
    // Concurrent callers get here before the first fetch starts, so they share it.
    await new Promise(setImmediate);
    return withCache(entry, deadline, async (read) => {
      if (entry.fetchedAt < calledAt) await fetchHeads(entry, deadline);
      const tip = await tipOf(read, branch);
      if (tip !== null) return readCommit(read, tip);
      throw new RepositoryError('malformed', {
        what: `${entry.remote.name} has no branch ${branch}`,
        cure: 'was it renamed or deleted?',
      });
    });
  }

  async function position(
    repo: string,
    _branch: string,
    head: Commit,
    revision: string,
    deadline: AbortSignal,
    paths: readonly string[] = [],
  ): Promise<BranchPosition> {
    const wanted = revision.toLowerCase();
    if (!/^[0-9a-f]{7,64}$/.test(wanted))
      throw new RepositoryError('malformed', `${revision} is not a commit SHA`);
    if (sameRevision(wanted, head.sha)) return identical(head);
    const entry = entryOf(repo);
    return withCache(entry, deadline, async (read) => {
      if ((await commitsNamed(read, head.sha)).length === 0) await fetchHeads(entry, deadline);
      const [sha, other] = await find(read, entry, wanted, deadline);
      if (other !== undefined) {
        throw new RepositoryError(
          'malformed',
          `${entry.remote.name} has several commits that start with ${wanted}`,
        );
      }
      await refuseShallow(read, entry);
      return sha === undefined ? { state: 'unknown_commit' } : compareCommits(read, sha, head.sha, paths);
    });
  }

  async function touching(repo: string, head: Commit, paths: readonly string[], deadline: AbortSignal) {
    return await withCache(
      entryOf(repo),
      deadline,
      async (read) => await newestTouching(read, head.sha, paths),
    );
  }

  async function tag(repo: string, name: string, deadline: AbortSignal): Promise<string | null> {
    const entry = entryOf(repo);
    return await withCache(entry, deadline, async (read) => {
      // Once per fetch of the branches, so that an audit's tags match its heads.
      if (entry.tagsAt !== entry.fetchedAt) await entry.cache.fetchMore('tags', deadline);
      entry.tagsAt = entry.fetchedAt;
      return await commitTagged(read, name);
    });
  }

  async function fileDigest(repo: string, path: string, head: Commit, deadline: AbortSignal) {
    const entry = entryOf(repo);
    const fetchObject = async (oid: string) => await entry.cache.fetchMore({ sha: oid }, deadline);
    return await withCache(entry, deadline, async (read) => {
      if ((await commitsNamed(read, head.sha)).length === 0) await fetchHeads(entry, deadline);
      return await fileDigestIn(read, { path, sha: head.sha, name: entry.remote.name }, fetchObject);
    });
  }

  return { head, position, touching, tag, fileDigest };
}

/** Fetches a commit that did not come with the branches: by its full SHA, else with the tags. */
async function find(read: Read, entry: Entry, wanted: string, deadline: AbortSignal): Promise<string[]> {
  const found = await commitsNamed(read, wanted);
  if (found.length > 0) return found;
  const asked = FULL.test(wanted) && (await entry.cache.fetchMore({ sha: wanted }, deadline));
  if (!asked) await entry.cache.fetchMore('tags', deadline);
  return commitsNamed(read, wanted);
}

async function refuseShallow(read: Read, entry: Entry): Promise<void> {
  const answer = await read(['rev-parse', '--is-shallow-repository']);
  if (answer.toString().trim() !== 'true') return;
  throw new RepositoryError('malformed', {
    what: `${entry.remote.name} is a shallow clone, which lacks the history between its commits`,
    cure: 'run "git fetch --unshallow" there, or name the full repository',
  });
}
