import pLimit from 'p-limit';
import { describe, expect, it } from 'vitest';
import { createTurns, throttledStarts } from '../../src/probes/limit.ts';

describe('p-limit, which all waiting is built on', () => {
  it('gives the place of one that ended to the next in line, and to nobody who comes later', async () => {
    const limit = pLimit(2);
    const order: string[] = [];
    let running = 0;
    let most = 0;
    const ends = new Map<string, () => void>();
    const add = (name: string) =>
      limit(async () => {
        order.push(name);
        most = Math.max(most, (running += 1));
        await new Promise<void>((end) => ends.set(name, end));
        running -= 1;
      });
    const end = async (name: string) => {
      ends.get(name)?.();
      await new Promise((turn) => setImmediate(turn));
    };

    const tasks = ['a', 'b', 'c'].map(add);
    await new Promise((turn) => setImmediate(turn));
    expect(order).toEqual(['a', 'b']);
    await end('a');
    tasks.push(add('d'), add('e'));
    await end('b');
    await end('c');
    await end('d');
    tasks.push(add('f'));
    await end('e');
    await end('f');
    await Promise.all(tasks);
    expect({ order: order.join(''), most }).toEqual({ order: 'abcdef', most: 2 });
  });

  it('gives the place of one that failed back too', async () => {
    const limit = pLimit(1);
    await expect(limit(async () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await limit(async () => 'next')).toBe('next');
  });
});

describe('throttledStarts', () => {
  const turn = () => new Promise((next) => setImmediate(next));

  it('begins so many a turn, in order, and holds as many as the limit', async () => {
    const begun: number[] = [];
    const limit = throttledStarts(pLimit(5), createTurns(2));
    const ends: (() => void)[] = [];
    const tasks = [0, 1, 2, 3, 4, 5, 6].map((index) =>
      limit(async () => {
        begun.push(index);
        await new Promise<void>((end) => ends.push(end));
      }),
    );
    // p-limit starts a task in a microtask, so the first turn is counted from there
    await turn();
    const perTurn: number[] = [];
    for (let turns = 0; turns < 5; turns += 1) {
      await turn();
      perTurn.push(begun.length);
    }
    expect(perTurn).toEqual([2, 4, 5, 5, 5]);
    for (const end of ends) end();
    for (let turns = 0; turns < 3; turns += 1) await turn();
    expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6]);
    for (const end of ends) end();
    await Promise.all(tasks);
  });

  it('is shared by several limits, and begins anew after a pause', async () => {
    const turns = createTurns(1);
    const [one, other] = [throttledStarts(pLimit(9), turns), throttledStarts(pLimit(9), turns)];
    const begun: string[] = [];
    const both = [one, other].flatMap((limit, index) =>
      ['a', 'b'].map((name) => limit(async () => begun.push(`${index}${name}`))),
    );
    await turn();
    await turn();
    expect(begun).toEqual(['0a']);
    await Promise.all(both);
    expect(begun).toEqual(['0a', '0b', '1a', '1b']);
    await one(async () => begun.push('later'));
    expect(begun.at(-1)).toBe('later');
  });
});
