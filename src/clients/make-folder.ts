import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { codeOf } from '../text/error-code.ts';

/**
 * Makes a folder and its missing parents. Node's recursive mkdir never returns if the system always answers ENOENT, as it
 * does below /proc.
 * @param mode of each folder that is made. @throws what the file system throws
 */
export function makeFolder(path: string, mode = 0o777): void {
  if (isThere(path, mode)) return;
  makeFolder(dirname(path), mode);
  if (!isThere(path, mode)) mkdirSync(path, { mode });
}

/** Makes one folder. @returns false if its parent is missing */
function isThere(path: string, mode: number): boolean {
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' && dirname(path) !== path) return false;
    // An existing folder is fine; anything else is an error.
    if (code === 'EEXIST') mkdirSync(path, { recursive: true });
    else throw error;
  }
  return true;
}
