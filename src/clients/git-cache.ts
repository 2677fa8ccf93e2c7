import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { access, constants, mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { RepositoryError } from './errors.ts';
import { isUnknownObject, lastWords, remoteFailure } from './git-errors.ts';
import type { GitRemote } from './git-remote.ts';
import { runGit } from './git-run.ts';
import type { GitAnswer, GitRun } from './git-run.ts';

/**
 * A local bare copy of a remote's history: commits and trees, file contents only where the remote cannot leave
 * them out. Its user lets one caller in at a time.
 */
export type GitCache = {
  /** Brings all branches up to date. @throws RepositoryError */
  fetchHeads(deadline: AbortSignal): Promise<void>;
  /** Asks for what no branch holds: all tags, or one commit by its full SHA. @returns false if the remote has none */
  fetchMore(what: 'tags' | { sha: string }, deadline: AbortSignal): Promise<boolean>;
  /**
   * What git prints about the copy.
   * @throws BrokenCache if git cannot read it, for any reason but the deadline
   */
  read(args: string[], deadline: AbortSignal, options?: ReadOptions): Promise<Buffer>;
  /** Throws the copy away; the next fetch makes a new one. */
  discard(): Promise<void>;
};

/** `emptyOn`: an exit status that means "nothing". `maxBytes`: what comes after it is left out. */
export type ReadOptions = { emptyOn?: number; maxBytes?: number };

export class BrokenCache extends Error {
  override name = 'BrokenCache';
}

/*
 * A repository on this machine that belongs to another user is read too: `safe.directory` does not reach the
 * upload-pack that serves it by `-c`, hence this fixed command. upload-pack runs no hook or helper of the
 * repository that it serves (git-upload-pack(1), SECURITY).
 */
const LOCAL_UPLOAD_PACK =
  'git -c safe.directory=* -c uploadpack.allowFilter=true -c uploadpack.allowAnySHA1InWant=true upload-pack';

const LOCK_WAITS = 4;

/** @param ssh the command for remotes that need one */
export function openCache(cacheFolder: string, remote: GitRemote, ssh: string): GitCache {
  const id = createHash('sha256').update(remote.url).digest('hex').slice(0, 32);
  const folder = join(resolve(cacheFolder), `${id}.git`);

  function git(args: string[], run: GitRun): Promise<GitAnswer> {
    return runGit([`--git-dir=${folder}`, ...args], run);
  }

  async function create(format: string, deadline: AbortSignal): Promise<void> {
    // it may hold private history
    await mkdir(folder, { recursive: true, mode: 0o700 });
    // no template: it could bring hooks along
    const made = await runGit(
      ['init', '--quiet', '--bare', '--template=', `--object-format=${format}`, folder],
      { deadline },
    );
    if (made.status === 0) return;
    deadline.throwIfAborted();
    const known = remoteFailure(remote, made.stderr);
    throw known ?? new RepositoryError('unreachable', `no copy of ${remote.name}: ${lastWords(made.stderr)}`);
  }

  /** @returns null when done, else what git said of the failure */
  async function tryFetch(refspecs: string[], deadline: AbortSignal): Promise<string | null> {
    const upload = remote.path === null ? [] : [`--upload-pack=${LOCAL_UPLOAD_PACK}`];
    // the address is not written down: it may hold a password
    const address = ['-c', `remote.origin.url=${remote.url}`];
    const options = ['--quiet', '--prune', '--no-tags', '--no-write-fetch-head', '--filter=blob:none'];
    const args = [
      ...address,
      'fetch',
      ...options,
      '--update-shallow',
      ...upload,
      '--',
      'origin',
      ...refspecs,
    ];
    const answer = await git(args, { deadline, ssh });
    deadline.throwIfAborted();
    return answer.status === 0 ? null : answer.stderr;
  }

  async function fetchHeads(deadline: AbortSignal): Promise<void> {
    const refspecs = ['+refs/heads/*:refs/heads/*'];
    // a copy of a shallow clone stays shallow, even when the remote no longer is
    if (existsSync(join(folder, 'shallow'))) await discard();
    if (!existsSync(join(folder, 'HEAD'))) await create('sha1', deadline);
    let first = await tryFetch(refspecs, deadline);
    // another process may be at the same copy: a moment later its lock is gone, unless that process is
    for (let wait = 0; wait < LOCK_WAITS && first !== null && /\.lock': File exists/.test(first); wait += 1) {
      await pause(250);
      first = await tryFetch(refspecs, deadline);
    }
    if (first === null) return;
    const failure = await failureOf(first);
    if (failure) throw failure;
    // Neither the network nor the remote is known to be at fault, so the copy may be: once more with a new one.
    await discard();
    await create(/server sha256/.test(first) ? 'sha256' : 'sha1', deadline);
    const second = await tryFetch(refspecs, deadline);
    if (second === null) return;
    throw (
      (await failureOf(second)) ?? new RepositoryError('unreachable', `${remote.name}: ${lastWords(second)}`)
    );
  }

  async function failureOf(stderr: string): Promise<RepositoryError | null> {
    if (
      remote.path !== null &&
      (await access(remote.path, constants.R_OK | constants.X_OK).then(() => null, codeOf)) === 'EACCES'
    ) {
      return remoteFailure(remote, 'Permission denied');
    }
    // what names our folder is about our copy
    return stderr.includes(folder) ? null : remoteFailure(remote, stderr);
  }

  async function fetchMore(what: 'tags' | { sha: string }, deadline: AbortSignal): Promise<boolean> {
    const failed = await tryFetch(what === 'tags' ? ['+refs/tags/*:refs/tags/*'] : [what.sha], deadline);
    if (failed === null) return true;
    if (isUnknownObject(failed)) return false;
    throw (await failureOf(failed)) ?? new BrokenCache(lastWords(failed));
  }

  async function read(args: string[], deadline: AbortSignal, options: ReadOptions = {}): Promise<Buffer> {
    const answer = await git(args, { ...options, deadline });
    deadline.throwIfAborted();
    if (answer.status === 0 || answer.truncated) return answer.stdout;
    if (answer.status === options.emptyOn) return Buffer.alloc(0);
    throw new BrokenCache(lastWords(answer.stderr));
  }

  async function discard(): Promise<void> {
    await rm(folder, { recursive: true, force: true });
  }

  return { fetchHeads, fetchMore, read, discard };
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : null;
}
