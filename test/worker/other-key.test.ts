import { describe, expect, it } from 'vitest';
import { createOtherKey } from '../../src/worker/other-key.ts';

const [own, other, third] = ['0000000a', '0000000b', '0000000c'];

function aScene(all: readonly string[] | null = [own, other]) {
  let time = 0;
  let stood = 0;
  const told: unknown[] = [];
  const now = () => time;
  const standBack = async () => void (stood += 1);
  const key = createOtherKey({ id: own, workers: async () => all, standBack, now });
  const left = async (progress: unknown = 0) =>
    await key.leave({ id: 'j1', progress, updateProgress: async (by) => void told.push(by) });
  return { key, left, told, stood: () => stood, later: (ms: number) => void (time += ms) };
}

describe('a job that is sealed with a key that a worker does not have', () => {
  it('is left to another worker, and this one stands back', async () => {
    const { left, told, stood } = aScene();
    expect(await left()).toBe(true);
    expect(told).toEqual([[own]]);
    expect(await left([own])).toBe(true);
    expect(told).toEqual([[own]]);
    expect(stood()).toBe(2);
  });

  it.each<[string, string[] | null, unknown]>([
    ['there is no other', [own], 0],
    ['all others have given it back', [own, other, third], [other, third]],
    ['Redis does not tell who there is', null, 0],
    ['Redis names others only', [other], 0],
  ])('is refused at once where %s', async (_, all, progress) => {
    const { left, told, stood } = aScene(all);
    expect(await left(progress)).toBe(false);
    expect(told).toEqual([]);
    expect(stood()).toBe(0);
  });

  it('is refused at once by the last one of whom nobody knows that they cannot open it, for a minute', async () => {
    const { left, stood, later } = aScene([own, other, third]);
    expect(await left([other])).toBe(true);
    expect(await left([third])).toBe(false);
    expect(await left()).toBe(false);
    later(60_000);
    expect(await left()).toBe(true);
    expect(stood()).toBe(2);
  });

  it('is given back 64 times in 10 s at most, whatever somebody writes next to it', async () => {
    const { left, later } = aScene();
    const all = [];
    for (let each = 0; each < 70; each += 1) all.push(await left(each % 2 ? ['junk'] : null));
    expect(all.filter(Boolean)).toHaveLength(64);
    later(10_000);
    expect(await left()).toBe(true);
  });

  it('says nothing against a key that opens others, and does not hold up who has just opened one', async () => {
    const { key, left, stood, later } = aScene();
    expect(key.problem()).toBe(null);
    await left();
    expect(key.problem()).toMatch(/another SITE_KEY/);
    key.opened();
    expect(key.problem()).toBe(null);
    expect(await left()).toBe(true);
    expect(stood()).toBe(1);
    later(60_000);
    expect(await left()).toBe(true);
    expect(stood()).toBe(2);
    expect(key.problem()).toBe(null);
  });
});
