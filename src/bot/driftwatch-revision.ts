import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const DEADLINE_MS = 5000;

/**
 * The commit of the program in `root`: from its checkout, with `-dirty` if tracked files were changed; in an image or a
 * package, from the REVISION file that its build wrote. Null if neither exists. Call at the start, since a checkout may move
 * under a running program.
 */
export async function driftwatchRevision(root: string): Promise<string | null> {
  const told = existsSync(join(root, '.git')) ? await describedByGit(root) : await baked(root);
  return told !== null && /^[0-9a-f]{40}(?:[0-9a-f]{24})?(?:-dirty)?$/.test(told) ? told : null;
}

async function describedByGit(root: string): Promise<string | null> {
  const describe = ['describe', '--always', '--abbrev=40', '--exclude=*', '--dirty'];
  try {
    // Allowed even if another user owns the checkout: its code runs already.
    const safe = `safe.directory=${await realpath(root)}`;
    const trusted = ['-c', safe, '-c', 'core.fsmonitor=false', '--no-optional-locks'];
    const options = { cwd: root, timeout: DEADLINE_MS };
    return (await promisify(execFile)('git', [...trusted, ...describe], options)).stdout.trim();
  } catch {
    return null;
  }
}

async function baked(root: string): Promise<string | null> {
  for (const file of ['REVISION', 'dist/REVISION']) {
    const told = await readFile(join(root, file), 'utf8').catch(() => '');
    if (told.trim() !== '') return told.trim();
  }
  return null;
}
