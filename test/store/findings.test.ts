import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createFindingsStore } from '../../src/store/findings.ts';
import { openState } from '../../src/store/open.ts';
import { aFinding } from '../builders.ts';
import { testFolder } from '../folder.ts';

async function scene() {
  const state = openState(`sqlite://${join(await testFolder(), 'state.sqlite')}`, Date.now);
  onTestFinished(() => state.close());
  const broken: string[] = [];
  const keyv = state.keyv('findings');
  return { keyv, broken, store: createFindingsStore(keyv, (keptAs) => broken.push(keptAs)) };
}

describe('createFindingsStore', () => {
  it('knows the first audit from one that found nothing', async () => {
    const { store } = await scene();
    expect(await store.read()).toBeNull();
    await store.update(() => ({ open: [], result: null }));
    expect(await store.read()).toEqual([]);
  });

  it('keeps the findings as they are, and hands back the result', async () => {
    const { store } = await scene();
    expect(await store.update(() => ({ open: [aFinding()], result: 'done' }))).toBe('done');
    expect(await store.read()).toEqual([aFinding()]);
  });

  it('loses no change of updates made at the same time', async () => {
    const { store } = await scene();
    const ids = Array.from({ length: 20 }, (_, index) => `finding-${index}`);
    await Promise.all(
      ids.map((id) => store.update((open) => ({ open: [...(open ?? []), aFinding({ id })], result: null }))),
    );
    expect((await store.read())?.map(({ id }) => id)).toEqual(ids);
  });

  it('stays as it was where a change throws, and takes the next one', async () => {
    const { store } = await scene();
    await store.update(() => ({ open: [aFinding()], result: null }));
    const failed = store.update(() => {
      throw new Error('no change');
    });
    await expect(failed).rejects.toThrow('no change');
    expect(await store.read()).toEqual([aFinding()]);
    await store.update(() => ({ open: [], result: null }));
    expect(await store.read()).toEqual([]);
  });

  it.each([
    ['another schema', { schema: 'driftwatch/open-findings@0', findings: [] }],
    ['a finding with a missing field', { schema: 'driftwatch/open-findings@1', findings: [{ id: 'x' }] }],
    ['a number', 7],
    ['null', null],
  ])('sets %s aside, says so once and goes on', async (_, value) => {
    const { store, keyv, broken } = await scene();
    await keyv.set('open', value);
    expect(await store.read()).toBeNull();
    expect(await store.read()).toBeNull();
    expect(broken).toHaveLength(1);
    expect(await keyv.get(broken[0]!)).toEqual(value);
    await store.update(() => ({ open: [aFinding()], result: null }));
    expect(await store.read()).toEqual([aFinding()]);
  });
});
