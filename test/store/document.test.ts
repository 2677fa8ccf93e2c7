import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { z } from 'zod';
import { createDocument } from '../../src/store/document.ts';
import { openState } from '../../src/store/open/open.ts';
import { testFolder } from '../support/machines/folder.ts';

const Names = z.strictObject({ names: z.array(z.string()) });

async function scene() {
  const state = await openState(`sqlite://${join(await testFolder(), 'state.sqlite')}`, Date.now);
  onTestFinished(() => state.close());
  const broken: string[] = [];
  const keyv = state.keyv('test');
  const onBroken = (keptAs: string) => void broken.push(keptAs);
  return {
    keyv,
    broken,
    document: createDocument({ keyv, key: 'names', schema: Names, empty: { names: [] }, onBroken }),
  };
}

describe('createDocument', () => {
  it('is empty before the first write, and keeps what is written', async () => {
    const { document } = await scene();
    expect(await document.read()).toEqual({ names: [] });
    expect(await document.update(() => ({ value: { names: ['shiva'] }, result: 'done' }))).toBe('done');
    expect(await document.read()).toEqual({ names: ['shiva'] });
  });

  it('loses no change of updates made at the same time', async () => {
    const { document } = await scene();
    const names = Array.from({ length: 20 }, (_, index) => `name-${index}`);
    const add = (name: string) =>
      document.update((value) => ({ value: { names: [...value.names, name] }, result: null }));
    await Promise.all(names.map(add));
    expect(await document.read()).toEqual({ names });
  });

  it('stays as it was where a change throws, and takes the next one', async () => {
    const { document } = await scene();
    await document.update(() => ({ value: { names: ['shiva'] }, result: null }));
    const failed = document.update(() => {
      throw new Error('no change');
    });
    await expect(failed).rejects.toThrow('no change');
    expect(await document.read()).toEqual({ names: ['shiva'] });
    await document.update(() => ({ value: { names: [] }, result: null }));
    expect(await document.read()).toEqual({ names: [] });
  });

  it('writes nothing where the value is handed back as it is', async () => {
    const { document, keyv } = await scene();
    await document.update(() => ({ value: { names: ['shiva'] }, result: null }));
    const set = vi.spyOn(keyv, 'set');
    expect(await document.update((value) => ({ value, result: value.names }))).toEqual(['shiva']);
    expect(set).not.toHaveBeenCalled();
    await document.update((value) => ({ value: { ...value }, result: null }));
    expect(set).toHaveBeenCalledOnce();
  });

  it.each([
    ['an older shape', { name: 'shiva' }],
    ['a key too many', { names: [], more: true }],
    ['a number', 7],
    ['null', null],
  ])('sets %s aside, says so once and goes on', async (_, value) => {
    const { document, keyv, broken } = await scene();
    await keyv.set('names', value);
    expect(await document.read()).toEqual({ names: [] });
    expect(await document.read()).toEqual({ names: [] });
    expect(broken).toHaveLength(1);
    expect(await keyv.get(broken[0]!)).toEqual(value);
  });
});
