import { describe, expect, it } from 'vitest';
import { createPassing } from '../../src/worker/pass-on.ts';

const [own, other, third] = ['0000000a', '0000000b', '0000000c'];

function aScene(all: readonly string[] | null) {
  let time = 0;
  const told: unknown[] = [];
  const workers = async () => all;
  const passes = createPassing({ id: own, workers, now: () => time });
  const given = async (progress: unknown, id = 'j1') =>
    await passes({ id, progress, updateProgress: async (by) => void told.push(by) });
  return { given, told, later: (ms: number) => void (time += ms) };
}

describe('a job whose hosts a worker may not read', () => {
  it('is for another worker, once this one has said so', async () => {
    const { given, told } = aScene([own, other]);
    expect(await given(0)).toBe(true);
    expect(told).toEqual([[own]]);
    expect(await given([own])).toBe(true);
    expect(told).toEqual([[own]]);
  });

  it.each<[string, string[], unknown]>([
    ['there is no other', [own], 0],
    ['all others have given it back', [own, other, third], [other, third]],
    ['all have', [own, other], [own, other]],
  ])('is refused at once where %s', async (_, all, progress) => {
    const { given, told } = aScene(all);
    expect(await given(progress)).toBe(false);
    expect(told).toEqual([]);
  });

  it.each<[string, string[] | null]>([
    ['no other one takes it', [own, other]],
    ['Redis does not tell who there is', null],
    ['Redis does not name connections', []],
    ['Redis names others only', [other]],
  ])('is refused after 5 s where %s', async (_, all) => {
    const { given, later } = aScene(all);
    expect(await given([own])).toBe(true);
    later(29_999);
    expect(await given([own])).toBe(true);
    later(1);
    expect(await given([own])).toBe(false);
    expect(await given([own], 'j2')).toBe(true);
  });

  it.each([['junk'], [['junk']], [{ length: 1 }], [Array.from({ length: 65 }, () => other)], [null]])(
    'does not believe %j, which somebody else wrote next to it',
    async (progress) => {
      const { given, told } = aScene([own, other]);
      expect(await given(progress)).toBe(true);
      expect(told).toEqual([[own]]);
    },
  );
});
