import type { DatabaseSync } from 'node:sqlite';

/** In characters. Reading a shorter value is as fast as checking whether it has changed. */
const LARGE = 16_384;

export type LargeValues = {
  /** undefined: it must be read. Call it before each read, which then counts from now. */
  get(key: string): string | undefined;
  /** Keeps a value that was read or written, unless it is short. */
  keep(key: string, value: string): void;
  forget(key: string): void;
  clear(): void;
};

/**
 * Caches the large values that this connection last read or wrote: the state of 2000 services is read several times per
 * audit. They are read again after another connection has changed the file, which SQLite counts
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
