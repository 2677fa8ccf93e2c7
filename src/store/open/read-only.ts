import { stat } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { openState } from './open.ts';
import { createLargeValues } from '../large-values.ts';
import { createSqliteStore } from '../sqlite-store.ts';
import { keyvOver } from '../state.ts';
import type { State } from '../state.ts';
import { codeOf } from '../../text/error-code.ts';
import { stateFile } from '../../text/state-file.ts';

/**
 * Opens a store of another process for reading: a file is opened read-only, and never created.
 * @returns null if there is no file yet. @throws errors of the file system and the database, or a UserError
 */
export async function openReadOnly(
  stateUrl: string,
  now: () => number,
): Promise<Pick<State, 'keyv' | 'close'> | null> {
  const file = stateFile(stateUrl);
  if (file === null) return await openState(stateUrl, now);
  if (!(await isThere(file))) return null;
  const database = new DatabaseSync(file, { readOnly: true, timeout: 5000 });
  const large = createLargeValues(database);
  return {
    keyv: (namespace) => keyvOver({ store: createSqliteStore(database, large), namespace }),
    close: () => {
      if (database.isOpen) database.close();
    },
  };
}

/** Only a missing file means that there is no state: a folder that this user may not read may contain one. */
async function isThere(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}
