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
 * Opens a store that somebody else writes, to read it: a file is opened read-only, and none is made.
 * @returns null where there is no file yet. @throws what the file system and the database throw, or a UserError
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

/** A folder that is closed to this user may well hold one: only what is not there is no state. */
async function isThere(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}
