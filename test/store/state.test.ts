import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openState } from '../../src/store/open/open.ts';
import { backends } from '../support/store/backends.ts';
import type { Backend } from '../support/store/backends.ts';

describe.each(backends)('state in %s', (_, missing, start) => {
  describe.skipIf(missing())('of two instances', () => {
    let backend: Backend;
    beforeAll(async () => {
      backend = await start();
    });
    afterAll(() => backend.stop());

    async function opened() {
      const state = await openState(backend.url, Date.now);
      onTestFinished(() => state.close());
      return state;
    }

    it('keeps what one instance writes for another', async () => {
      const [one, other] = [await opened(), await opened()];
      const value = { text: 'ä \u0000 \ud83d\udea8 " \\', list: [1, null, true], long: 'v'.repeat(300_000) };
      await one.keyv('findings').set('open', value);
      expect(await other.keyv('findings').get('open')).toEqual(value);
      one.close();
      expect(await (await opened()).keyv('findings').get('open')).toEqual(value);
    });

    it('takes long keys', async () => {
      const keyv = (await opened()).keyv('n');
      const key = `https://api.github.com/${'k'.repeat(1000)}`;
      await keyv.set(key, 1);
      expect([await keyv.get(key), await keyv.has(key)]).toEqual([1, true]);
    });

    it('keeps namespaces apart, also in clear and in the iterator', async () => {
      const state = await opened();
      const [some, same] = [state.keyv('a_b'), state.keyv('axb')];
      await some.set('key', 1);
      await same.set('key', 2);
      await state.swap('key', null, 'text');
      await some.clear();
      expect([await some.get('key'), await same.get('key')]).toEqual([undefined, 2]);
      const seen: unknown[] = [];
      for await (const entry of same.iterator!(undefined)) seen.push(entry);
      expect(seen).toEqual([['key', 2]]);
      expect(await state.peek('key')).toBe('text');
    });

    it('answers and deletes many in the order asked', async () => {
      const keyv = (await opened()).keyv('many');
      await keyv.setMany([
        { key: 'a', value: 1 },
        { key: 'b', value: 2 },
      ]);
      expect(await keyv.getMany(['b', 'none', 'a'])).toEqual([2, undefined, 1]);
      expect(await keyv.deleteMany(['a', 'none'])).toBe(true);
      expect(await keyv.deleteMany(['a', 'none'])).toBe(false);
      expect([await keyv.has('a'), await keyv.has('b')]).toEqual([false, true]);
    });

    it('forgets a value after its time to live', async () => {
      const keyv = (await opened()).keyv('ttl');
      await keyv.set('short', 1, 20);
      await keyv.set('long', 1, 60_000);
      await expect.poll(() => keyv.get('short')).toBeUndefined();
      expect(await keyv.get('long')).toBe(1);
    });

    it.each<[before: string | null, expected: string | null, next: string | null, done: boolean]>([
      [null, null, 'new', true],
      [null, null, null, true],
      [null, 'old', 'new', false],
      [null, 'old', null, false],
      ['old', null, 'new', false],
      ['old', null, null, false],
      ['old', 'old', 'new', true],
      ['old', 'old', null, true],
      ['old', 'older', 'new', false],
      ['old', 'older', null, false],
    ])('swaps from %s, expecting %s, to %s: %s', async (before, expected, next, done) => {
      const [one, other] = [await opened(), await opened()];
      const key = JSON.stringify([before, expected, next]);
      await one.swap(key, null, before);
      expect(await other.swap(key, expected, next)).toBe(done);
      expect(await one.peek(key)).toBe(done ? next : before);
    });

    it('lets exactly one of many that swap at the same time win', async () => {
      const states = await Promise.all(Array.from({ length: 4 }, () => opened()));
      for (let round = 0; round < 50; round += 1) {
        const before = await states[0]!.peek('turn');
        const wins = await Promise.all(
          states.map((state, who) => state.swap('turn', before, `${round} ${who}`)),
        );
        expect(wins.filter(Boolean)).toHaveLength(1);
        expect(await states[0]!.peek('turn')).toBe(`${round} ${wins.indexOf(true)}`);
      }
    });

    it('throws after it was closed, from every call', async () => {
      const state = await openState(backend.url, Date.now);
      const keyv = state.keyv('n');
      state.close();
      for (const call of [
        () => keyv.get('k'),
        () => keyv.getMany(['k']),
        () => keyv.set('k', 1),
        () => keyv.delete('k'),
        () => keyv.clear(),
        () => state.peek('k'),
        () => state.swap('k', null, 'v'),
      ]) {
        await expect(call()).rejects.toThrow(Error);
      }
    });
  });
});
