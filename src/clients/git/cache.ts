import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { RepositoryError } from '../errors.ts';
import { isUnknownObject, lastWords, remoteFailure } from './errors.ts';
import { createFolder, discardFolder, identityOf } from './folder.ts';
import type { GitRemote } from './remote.ts';
import { runGit } from './run.ts';
import type { GitAnswer, GitRun } from './run.ts';
import { codeOf } from '../../text/error-code.ts';

/**
 * A local bare copy of a remote's history: commits and trees; file contents only if the remote cannot leave them out.
 * Callers must use it one at a time.
 */
export type GitCache = {
  /** Brings all branches up to date. @throws RepositoryError */
  fetchHeads(deadline: AbortSignal): Promise<void>;
  /** Fetches what no branch holds: all tags, or one commit by its full SHA. @returns false if the remote has none */
  fetchMore(what: 'tags' | { sha: string }, deadline: AbortSignal): Promise<boolean>;
  /**
   * What git prints about the copy.
   * @throws BrokenCache if git cannot read it, for any reason but the deadline
   */
  read(args: string[], deadline: AbortSignal, options?: ReadOptions): Promise<Buffer>;
  /** Deletes the copy, unless another process has already done so; the next fetch makes a new one. */
  discard(): Promise<void>;
};

/** `emptyOn`: an exit status that means "nothing". `maxBytes`: output beyond it is dropped. */
export type ReadOptions = { emptyOn?: number; maxBytes?: number };

export class BrokenCache extends Error {
  override name = 'BrokenCache';
}

/*
 * For local repositories of other users: `-c safe.directory` does not reach the upload-pack that serves them, hence this
 * fixed command. upload-pack runs no hook or helper of the repository (git-upload-pack(1), SECURITY).
 */
const LOCAL_UPLOAD_PACK =
  'git -c safe.directory=* -c uploadpack.allowFilter=true -c uploadpack.allowAnySHA1InWant=true upload-pack';

const WAITS = 4;
const WAIT_MS = 250;
const DISCARDS = 2;

/** @param ssh the command for remotes that need one */
export function openCache(cacheFolder: string, remote: GitRemote, ssh: string): GitCache {
  const id = createHash('sha256').update(remote.url).digest('hex').slice(0, 32);
  const folder = join(resolve(cacheFolder), `${id}.git`);
  /** the copy of the last fetch: only that one may be called broken */
  let used: string | null = null;

  function git(args: string[], run: GitRun): Promise<GitAnswer> {
    return runGit([`--git-dir=${folder}`, ...args], run);
  }

  /** @returns null on success, else git's message */
  async function tryFetch(refspecs: string[], deadline: AbortSignal): Promise<string | null> {
    const upload = remote.path === null ? [] : [`--upload-pack=${LOCAL_UPLOAD_PACK}`];
    // the address is not stored: it may contain a password
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
    let format = 'sha1';
    // a copy of a shallow clone stays shallow, even when the remote no longer is
    if (existsSync(join(folder, 'shallow'))) await discardFolder(folder, await identityOf(folder));
    for (let waits = 0, discards = 0; ;) {
      if (!existsSync(folder)) await createFolder(folder, format, deadline);
      used = await identityOf(folder);
      const failed = await tryFetch(['+refs/heads/*:refs/heads/*'], deadline);
      if (failed === null) return;
      const failure = await failureOf(failed);
      if (failure) throw failure;
      if (waits < WAITS && /File exists|cannot lock ref/.test(failed)) {
        // Another process may use the same copy: a moment later its lock is gone, unless the process died.
        waits += 1;
        await pause(WAIT_MS);
      } else if (discards < DISCARDS) {
        // Neither the network nor the remote seems to be at fault, so the copy may be.
        discards += 1;
        format = /server sha256/.test(failed) ? 'sha256' : 'sha1';
        await discardFolder(folder, used);
      } else {
        const said = lastWords(failed);
        throw new RepositoryError('unreachable', `${remote.name}: ${said}`, { unnamed: said });
      }
    }
  }

  async function failureOf(stderr: string): Promise<RepositoryError | null> {
    if (
      remote.path !== null &&
      (await access(remote.path, constants.R_OK | constants.X_OK).then(() => null, codeOf)) === 'EACCES'
    ) {
      return remoteFailure(remote, 'Permission denied');
    }
    // a message that names our folder is about our copy
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

  return { fetchHeads, fetchMore, read, discard: () => discardFolder(folder, used) };
}
