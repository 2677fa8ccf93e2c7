import { describe, expect, it } from 'vitest';
import { createInProgress } from '../../../src/remediation/steps/in-progress.ts';

describe('what is being served', () => {
  it('is so until the last of its clicks has ended, well or not', async () => {
    const inProgress = createInProgress();
    const ends: (() => void)[] = [];
    const click = async () =>
      await inProgress.during('a', () => new Promise<void>((resolve) => ends.push(resolve)));
    const [first, second] = [click(), click()];
    expect([inProgress.has('a'), inProgress.has('b')]).toEqual([true, false]);
    ends[0]?.();
    await first;
    expect(inProgress.has('a')).toBe(true);
    ends[1]?.();
    await second;
    expect(inProgress.has('a')).toBe(false);
    const failed = inProgress.during('a', async () => await Promise.reject(new Error('no')));
    expect(inProgress.has('a')).toBe(true);
    await expect(failed).rejects.toThrow('no');
    expect(inProgress.has('a')).toBe(false);
  });
});
