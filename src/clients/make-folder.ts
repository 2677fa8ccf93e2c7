import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { codeOf } from '../text/error-code.ts';

/**
 * Makes a folder, and those above it that are missing. Node's own recursive mkdir never returns where the system says
 * ENOENT for good, as it does below /proc.
 * @param mode of each folder that is made. @throws what the file system throws
 */
export function makeFolder(path: string, mode = 0o777): void {
  if (isThere(path, mode)) return;
  makeFolder(dirname(path), mode);
  if (!isThere(path, mode)) mkdirSync(path, { mode });
}

/** Makes it, if that can be done in one step. @returns false where the folder above is missing */
function isThere(path: string, mode: number): boolean {
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' && dirname(path) !== path) return false;
    // Of what is there it takes a folder, and refuses anything else.
    if (code === 'EEXIST') mkdirSync(path, { recursive: true });
    else throw error;
  }
  return true;
}
