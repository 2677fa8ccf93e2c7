import { mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder } from '../make-folder.ts';
import { RepositoryError } from '../errors.ts';
import { lastWords } from './errors.ts';
import { runGit } from './run.ts';

// The bot and a command line may use one cache at the same time, so folders appear and vanish as a whole, by rename.

/** Identifies a folder, distinct from a later one at the same path; null if there is none. */
export async function identityOf(folder: string): Promise<string | null> {
  const found = await stat(folder).catch(() => null);
  return found && `${found.ino} ${found.birthtimeMs}`;
}

/** Makes an empty bare repository, unless somebody else has just made one. @throws RepositoryError */
export async function createFolder(folder: string, format: string, deadline: AbortSignal): Promise<void> {
  const draft = await draftBeside(folder);
  try {
    // no template: it could bring hooks along
    const options = ['--quiet', '--bare', '--template=', `--object-format=${format}`];
    const made = await runGit(['init', ...options, draft], { deadline });
    deadline.throwIfAborted();
    if (made.status !== 0) throw uncached(folder, lastWords(made.stderr));
    await rename(draft, folder).catch(() => null);
    if ((await identityOf(folder)) === null) throw uncached(folder, 'it cannot be created');
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Deletes a folder, if it still has this `identity`. @throws RepositoryError */
export async function discardFolder(folder: string, identity: string | null): Promise<void> {
  if (identity === null || (await identityOf(folder)) !== identity) return;
  const doomed = await draftBeside(folder);
  try {
    await rename(folder, doomed).catch(() => null);
  } finally {
    await rm(doomed, { recursive: true, force: true });
  }
}

async function draftBeside(folder: string): Promise<string> {
  try {
    // it may contain private history
    makeFolder(dirname(folder), 0o700);
    return await mkdtemp(`${folder}.`);
  } catch (error) {
    throw uncached(folder, error instanceof Error ? error.message : String(error));
  }
}

function uncached(folder: string, why: string): RepositoryError {
  return new RepositoryError(
    'unreachable',
    `no copy of the history can be kept under ${dirname(folder)}: ${why}`,
    { code: 'GIT_COPIES' },
  );
}
