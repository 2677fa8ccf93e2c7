import { isoInstant } from '../../time/instant.ts';
import { RepositoryError } from '../errors.ts';
import type { ReadOptions } from './cache.ts';
import { plainLine, subjectOf } from '../../text/plain-text.ts';
import type { Commit, BranchPosition } from '../../facts/release.ts';
import { stateOf } from '../../facts/release.ts';

/** Runs a reading git command on one copy of a repository. */
export type Read = (args: string[], options?: ReadOptions) => Promise<Buffer>;

const MOST_FILES = 300;
const MOST_FILE_BYTES = 4 * 1024 * 1024;

/** Tip of a branch, null if there is no such branch. */
export async function tipOf(read: Read, branch: string): Promise<string | null> {
  const sha = (await read(['rev-parse', '--verify', '--quiet', `refs/heads/${branch}`], { emptyOn: 1 }))
    .toString()
    .trim();
  return sha === '' ? null : sha;
}

/** Full SHAs of the commits whose SHA starts with `prefix`. A branch of that name does not count. */
export async function commitsNamed(read: Read, prefix: string): Promise<string[]> {
  const objects = (await read(['rev-parse', `--disambiguate=${prefix}`]))
    .toString()
    .split('\n')
    .filter(Boolean);
  const commits: string[] = [];
  for (const object of objects) {
    const type = await read(['cat-file', '-t', object]);
    if (type.toString().trim() === 'commit') commits.push(object);
  }
  return commits;
}

export async function readCommit(read: Read, sha: string): Promise<Commit> {
  const text = (
    await read(['log', '-1', '--no-show-signature', '--no-color', '--format=%H%n%ct%n%B', sha, '--'])
  ).toString();
  const [full = '', seconds = '', ...message] = text.split('\n');
  return { sha: full, date: instantOf(full, seconds), subject: subjectOf(message.join('\n')), url: null };
}

/**
 * The position of the commit `sha` relative to the commit `head`. Both are in the copy. Of paths, commits on all sides of a merge
 * count (git-rev-list(1), --full-history), and none where nothing differs in the end.
 */
export async function compareCommits(
  read: Read,
  sha: string,
  head: string,
  paths: readonly string[] = [],
): Promise<BranchPosition> {
  const base = await mergeBase(read, sha, head);
  const within = paths.length === 0 ? ['--'] : ['--full-history', '--', ...paths];
  const counts = await read(['rev-list', '--left-right', '--count', `${sha}...${head}`, ...within]);
  const [left = 0, right = 0] = counts.toString().split('\t').map(Number);
  const files = right === 0 ? [] : await changedFiles(read, base, head, paths);
  const isNothing = paths.length > 0 && files.length === 0;
  const behind = isNothing ? 0 : right;
  const ownFiles = left > 0 && paths.length > 0 ? await changedFiles(read, base, sha, paths) : ['all'];
  const ahead = ownFiles.length === 0 ? 0 : left;
  const missing = async (skip: number) => await missingCommit(read, sha, head, skip, within);
  const newest = behind > 0 && paths.length > 0 ? await missing(0) : null;
  return {
    state: stateOf(ahead, behind),
    commit: await readCommit(read, sha),
    behind,
    ahead,
    oldest_missing: behind === 0 ? null : await missing(behind - 1),
    files,
    last_file: behind === 0 ? null : await lastFile(read, newest?.sha ?? head, paths),
    compare_url: null,
    ...(newest ? { newest_missing: newest } : {}),
  };
}

/** The newest commit up to `head` that touches one of the paths; null if none does. */
export async function newestTouching(
  read: Read,
  head: string,
  paths: readonly string[],
): Promise<Commit | null> {
  const sha = (await read(['rev-list', '--max-count=1', head, '--', ...paths])).toString().trim();
  return sha === '' ? null : await readCommit(read, sha);
}

async function missingCommit(
  read: Read,
  sha: string,
  head: string,
  skip: number,
  within: readonly string[],
): Promise<Commit> {
  const found = await read(['rev-list', `--skip=${skip}`, '--max-count=1', head, `^${sha}`, ...within]);
  return await readCommit(read, found.toString().trim());
}

async function mergeBase(read: Read, sha: string, head: string): Promise<string | null> {
  const [base = ''] = (await read(['merge-base', sha, head], { emptyOn: 1 })).toString().split('\n');
  return base === '' ? null : base;
}

/** The head is the newest commit that is missing; a merge is compared with its first parent. */
async function lastFile(read: Read, head: string, paths: readonly string[]): Promise<string | null> {
  const parents = await read(['rev-list', '--parents', '--max-count=1', head, '--']);
  const files = await changedFiles(read, parents.toString().trim().split(' ')[1] ?? null, head, paths);
  return files[0] ?? null;
}

/** Paths that differ, in order; all paths of `to` if there is nothing to compare with. */
async function changedFiles(
  read: Read,
  from: string | null,
  to: string,
  paths: readonly string[],
): Promise<string[]> {
  const args =
    from === null ? ['ls-tree', to] : ['diff-tree', '--no-renames', '--ignore-submodules=none', from, to];
  const [command = '', ...rest] = args;
  const output = await read([command, '-r', '-z', '--name-only', ...rest, '--', ...paths], {
    maxBytes: MOST_FILE_BYTES,
  });
  return output
    .toString()
    .split('\0')
    .slice(0, -1) // what follows the last NUL is empty, or a path that was cut
    .slice(0, MOST_FILES)
    .map(plainLine)
    .sort();
}

function instantOf(sha: string, seconds: string): string {
  try {
    return isoInstant(Number(seconds) * 1000);
  } catch {
    throw new RepositoryError('malformed', `commit ${sha} has an invalid date`);
  }
}
