import { renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { makeFolder } from '../../clients/make-folder.ts';
import { isoInstant } from '../../time/instant.ts';
import { UserError } from '../../text/user-error.ts';
import { createLargeValues } from '../large-values.ts';
import { createSqliteStore, createTable } from '../sqlite-store.ts';
import { keyvOver } from '../state.ts';
import type { State } from '../state.ts';

/**
 * State in a file.
 * @throws UserError if it cannot be used; a damaged file is renamed, never deleted
 */
export function openSqlite(file: string, now: () => number): State {
  const database = open(file, now);
  const large = createLargeValues(database);
  const store = createSqliteStore(database, large);
  return {
    keyv: (namespace) => keyvOver({ store: createSqliteStore(database, large), namespace }),
    peek: async (key) => (await store.get(`swap:${key}`)) ?? null,
    swap: (key, expected, next) => store.swap(`swap:${key}`, expected, next),
    close() {
      if (database.isOpen) database.close();
    },
  };
}

function open(file: string, now: () => number): DatabaseSync {
  let database: DatabaseSync | null = null;
  try {
    makeFolder(dirname(file));
    database = new DatabaseSync(file, { timeout: 5000 });
    // FULL: committed data survives a power cut, not only a crash of this process.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    const damage = Object.values(database.prepare('PRAGMA quick_check(1)').get() ?? {})[0];
    if (damage !== 'ok') throw Object.assign(new Error(String(damage)), { errcode: 11 });
    createTable(database);
    // A read-only file shows at the first write: so write now, not in the middle of an audit.
    database.exec('BEGIN IMMEDIATE; ROLLBACK');
    return database;
  } catch (error) {
    database?.close();
    throw explained(error, file, now);
  }
}

/** The primary result codes of https://sqlite.org/rescode.html, with what to do about them. */
function explained(error: unknown, file: string, now: () => number): unknown {
  if (!(error instanceof Error)) return error;
  const code = 'errcode' in error && typeof error.errcode === 'number' ? error.errcode % 256 : null;
  if (code === 11 || code === 26) {
    const aside = setAside(file, now);
    return new UserError(`The state file ${file} is damaged and was set aside as ${aside}.`, {
      cure: 'Put a backup in its place, or start again to begin with an empty state.',
    });
  }
  const cures = new Map<number, [what: string, cure: string]>([
    [5, ['is locked by another process.', 'Stop that process, then start again.']],
    [8, ['is read-only.', 'Allow this user to write it and its folder.']],
    [10, ['cannot be read or written (disk error or no space left).', 'Check the disk, then start again.']],
    [13, ['cannot grow: the disk is full.', 'Free some space, then start again.']],
    [14, ['cannot be opened.', 'STATE_URL must name a file in a folder that this user may write.']],
  ]);
  const [what, cure] = cures.get(code ?? -1) ?? [];
  if (what !== undefined && cure !== undefined)
    return new UserError(`The state file ${file} ${what}`, { cure });
  if ('syscall' in error) {
    return new UserError(`The folder of the state file ${file} cannot be made (${error.message}).`, {
      cure: 'Change STATE_URL.',
    });
  }
  return error;
}

/** Renames the file and its log, which belong together. */
function setAside(file: string, now: () => number): string {
  const aside = `${file}.broken-${isoInstant(now()).replaceAll(':', '-')}`;
  for (const suffix of ['-wal', '-shm', '']) {
    try {
      renameSync(`${file}${suffix}`, `${aside}${suffix}`);
    } catch (error) {
      // There may be no log.
      if (suffix === '') throw error;
    }
  }
  return aside;
}
