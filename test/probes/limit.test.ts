import { describe, expect, it } from 'vitest';
import { createLimit } from '../../src/probes/limit.ts';

describe('createLimit', () => {
  it('gives the place of one that ended to the next in line, and to nobody who comes later', async () => {
    const limit = createLimit(2);
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
    const limit = createLimit(1);
    await expect(limit(async () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await limit(async () => 'next')).toBe('next');
  });
});
