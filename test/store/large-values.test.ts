import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createLargeValues } from '../../src/store/large-values.ts';
import { createSqliteStore, createTable } from '../../src/store/sqlite-store.ts';
import { testFolder } from '../support/machines/folder.ts';

const large = (sign: string) => sign.repeat(50_000);

/** A file that two processes have open, as the bot and the command line have. */
async function aFile() {
  const file = join(await testFolder(), 'state.sqlite');
  const [own, other] = [new DatabaseSync(file), new DatabaseSync(file)];
  onTestFinished(() => [own, other].forEach((database) => database.close()));
  own.exec('PRAGMA journal_mode = WAL');
  createTable(own);
  return { own, other };
}

describe('a large value', () => {
  it('is not read again while nobody else has written', async () => {
    const { own } = await aFile();
    const store = createSqliteStore(own);
    await store.set('a', large('1'));
    // Behind the store's back, and by the same connection: this alone SQLite does not count.
    own.exec("UPDATE keyv SET value = 'unseen'");
    expect(await store.get('a')).toBe(large('1'));
  });

  it('is read again once another connection has written, at whatever moment', async () => {
    const { own, other } = await aFile();
    const [store, others] = [createSqliteStore(own), createSqliteStore(other)];
    for (const sign of ['1', '2', '3']) {
      await others.set('a', large(sign));
      expect(await store.get('a')).toBe(large(sign));
      expect(await store.get('a')).toBe(large(sign));
    }
    await store.set('a', large('4'));
    await others.set('a', large('5'));
    expect(await store.get('a')).toBe(large('5'));
    await others.delete('a');
    expect(await store.get('a')).toBeUndefined();
  });

  it('is the newest for every store over one connection', async () => {
    const { own } = await aFile();
    const shared = createLargeValues(own);
    const [one, two] = [createSqliteStore(own, shared), createSqliteStore(own, shared)];
    await one.set('a', large('1'));
    expect(await two.get('a')).toBe(large('1'));
    await two.set('a', 'short');
    expect(await one.get('a')).toBe('short');
    await one.set('a', large('2'));
    await two.delete('a');
    expect(await one.get('a')).toBeUndefined();
    await one.setMany([{ key: 'a', value: large('3') }]);
    await two.clear();
    expect(await one.get('a')).toBeUndefined();
  });

  it('is what the file holds where a transaction was undone', async () => {
    const { own } = await aFile();
    const store = createSqliteStore(own);
    await store.set('a', large('1'));
    const broken = [
      { key: 'a', value: large('2') },
      { key: 'b', value: null as unknown as string },
    ];
    await expect(store.setMany(broken)).rejects.toThrow('constraint');
    expect(await store.get('a')).toBe(large('1'));
  });

  it('ends when its time is over', async () => {
    const { own } = await aFile();
    const store = createSqliteStore(own);
    await store.set('a', large('1'), 1);
    await expect.poll(() => store.get('a')).toBeUndefined();
  });
});
