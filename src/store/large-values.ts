import type { DatabaseSync } from 'node:sqlite';

/** In characters. Shorter values are read as fast as it is asked whether they have changed. */
const LARGE = 16_384;

export type LargeValues = {
  /** undefined: it has to be read. Asked before each read: what is read then is kept as of now. */
  get(key: string): string | undefined;
  /** What was read or written; a short value is not kept. */
  keep(key: string, value: string): void;
  forget(key: string): void;
  clear(): void;
};

/**
 * The large values of a file that this connection read or wrote last: the memory of 2000 services is asked for several
 * times an audit. They are read again once another connection has changed the file, which SQLite counts
 * (https://sqlite.org/pragma.html#pragma_data_version).
 */
export function createLargeValues(database: DatabaseSync): LargeValues {
  const version = database.prepare('PRAGMA data_version');
  const kept = new Map<string, string>();
  const count = () => version.get()?.['data_version'];
  let known = count();

  return {
    get(key) {
      const current = count();
      if (current !== known) kept.clear();
      known = current;
      return kept.get(key);
    },
    keep(key, value) {
      if (value.length < LARGE) kept.delete(key);
      else kept.set(key, value);
    },
    forget: (key) => void kept.delete(key),
    clear: () => kept.clear(),
  };
}
