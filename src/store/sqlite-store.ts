import type { DatabaseSync } from 'node:sqlite';
import { createLargeValues } from './large-values.ts';

/** What keyv passes to a store: a key with its namespace, and a value as text. */
type Entry = { key: string; value: string; ttl?: number };

/** Makes the table that every namespace shares. */
export function createTable(database: DatabaseSync): void {
  database.exec(
    'CREATE TABLE IF NOT EXISTS keyv (key TEXT PRIMARY KEY, value TEXT NOT NULL, expires INTEGER) STRICT, WITHOUT ROWID',
  );
}

/**
 * A keyv store in a table of an open database; each namespace takes its own. Each call is one transaction, written to
 * the disk before its promise resolves. It throws what node:sqlite throws.
 * @param large shared by all stores over this connection: SQLite does not count the connection's own writes
 */
export function createSqliteStore(database: DatabaseSync, large = createLargeValues(database)) {
  const alive = '(expires IS NULL OR expires > ?)';
  // Compares the namespace without LIKE, since names may contain % and _.
  const own = 'substr(key, 1, length(?)) = ?';
  const select = database.prepare(`SELECT value, expires FROM keyv WHERE key = ? AND ${alive}`);
  const upsert = database.prepare('INSERT OR REPLACE INTO keyv (key, value, expires) VALUES (?, ?, ?)');
  const remove = database.prepare('DELETE FROM keyv WHERE key = ?');
  const removeOwn = database.prepare(`DELETE FROM keyv WHERE ${own}`);
  const selectOwn = database.prepare(`SELECT key, value FROM keyv WHERE ${own} AND ${alive} ORDER BY key`);

  function read(key: string): string | undefined {
    const known = large.get(key);
    if (known !== undefined) return known;
    const { value, expires } = select.get(key, Date.now()) ?? {};
    if (typeof value !== 'string') return undefined;
    if (expires === null) large.keep(key, value);
    return value;
  }

  function write({ key, value, ttl }: Entry): void {
    large.forget(key);
    upsert.run(key, value, ttl === undefined ? null : Math.round(Date.now() + ttl));
    if (ttl === undefined) large.keep(key, value);
  }

  function erase(key: string): boolean {
    large.forget(key);
    return remove.run(key).changes > 0;
  }

  function transaction<Result>(work: () => Result): Result {
    database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      database.exec('COMMIT');
      return result;
    } catch (error) {
      large.clear();
      // A full disk ends the transaction by itself.
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  }

  const store = {
    // keyv offers an iterator only where it knows the dialect
    opts: { dialect: 'sqlite', url: 'sqlite://' },
    namespace: undefined as string | undefined,
    on() {
      return store;
    },
    async get(key: string): Promise<string | undefined> {
      return read(key);
    },
    async getMany(keys: string[]): Promise<Array<string | undefined>> {
      return transaction(() => keys.map(read));
    },
    async set(key: string, value: string, ttl?: number): Promise<void> {
      write({ key, value, ...(ttl === undefined ? {} : { ttl }) });
    },
    async setMany(entries: Entry[]): Promise<void> {
      transaction(() => entries.forEach(write));
    },
    async delete(key: string): Promise<boolean> {
      return erase(key);
    },
    async deleteMany(keys: string[]): Promise<boolean> {
      return transaction(() => keys.map(erase)).some(Boolean);
    },
    /** See `State.swap`; not part of keyv. */
    async swap(key: string, expected: string | null, next: string | null): Promise<boolean> {
      return transaction(() => {
        if ((read(key) ?? null) !== expected) return false;
        if (next === null) erase(key);
        else write({ key, value: next });
        return true;
      });
    },
    async clear(): Promise<void> {
      const prefix = store.namespace === undefined ? '' : `${store.namespace}:`;
      large.clear();
      removeOwn.run(prefix, prefix);
    },
    async has(key: string): Promise<boolean> {
      return read(key) !== undefined;
    },
    async hasMany(keys: string[]): Promise<boolean[]> {
      return keys.map((key) => read(key) !== undefined);
    },
    async *iterator(namespace?: string) {
      const prefix = namespace === undefined ? '' : `${namespace}:`;
      // Reads everything first, since the caller may write between two entries.
      for (const { key, value } of selectOwn.all(prefix, prefix, Date.now()))
        yield [String(key), String(value)];
    },
  };
  return store;
}
