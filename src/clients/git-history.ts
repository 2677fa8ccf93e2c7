import { isoInstant } from '../time.ts';
import { RepositoryError } from './errors.ts';
import type { ReadOptions } from './git-cache.ts';
import { plainLine, subjectOf } from './plain-text.ts';
import type { Commit, Standing } from './repository.ts';
import { stateOf } from './standing.ts';

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

/** Where the commit `sha` stands to the commit `head`. Both are in the copy. */
export async function compareCommits(read: Read, sha: string, head: string): Promise<Standing> {
  const counts = await read(['rev-list', '--left-right', '--count', `${sha}...${head}`, '--']);
  const [ahead = 0, behind = 0] = counts.toString().split('\t').map(Number);
  return {
    state: stateOf(ahead, behind),
    commit: await readCommit(read, sha),
    behind,
    ahead,
    oldest_missing: behind === 0 ? null : await oldestMissing(read, sha, head, behind),
    files: behind === 0 ? [] : await changedFiles(read, await mergeBase(read, sha, head), head),
    last_file: behind === 0 ? null : await lastFile(read, head),
    compare_url: null,
  };
}

async function oldestMissing(read: Read, sha: string, head: string, behind: number): Promise<Commit> {
  const last = await read(['rev-list', `--skip=${behind - 1}`, '--max-count=1', head, `^${sha}`, '--']);
  return readCommit(read, last.toString().trim());
}

async function mergeBase(read: Read, sha: string, head: string): Promise<string | null> {
  const [base = ''] = (await read(['merge-base', sha, head], { emptyOn: 1 })).toString().split('\n');
  return base === '' ? null : base;
}

/** The head is the newest commit that is missing; a merge is compared with its first parent. */
async function lastFile(read: Read, head: string): Promise<string | null> {
  const parents = await read(['rev-list', '--parents', '--max-count=1', head, '--']);
  const files = await changedFiles(read, parents.toString().trim().split(' ')[1] ?? null, head);
  return files[0] ?? null;
}

/** Paths that differ, in order; all of `to` when there is nothing to compare with. */
async function changedFiles(read: Read, from: string | null, to: string): Promise<string[]> {
  const args =
    from === null ? ['ls-tree', to] : ['diff-tree', '--no-renames', '--ignore-submodules=none', from, to];
  const [command = '', ...rest] = args;
  const output = await read([command, '-r', '-z', '--name-only', ...rest], { maxBytes: MOST_FILE_BYTES });
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
    throw new RepositoryError('malformed', `commit ${sha} has a date that is no date`);
  }
}
