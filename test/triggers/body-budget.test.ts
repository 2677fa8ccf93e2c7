import { describe, expect, it } from 'vitest';
import { createBodyBudget } from '../../src/triggers/body-budget.ts';

const mebibyte = 1024 * 1024;

/** Leases by name, and which of them had to give way, in that order. */
function scene(limits?: { all: number; ofNetwork: number }) {
  const budget = createBodyBudget(limits);
  const cut: string[] = [];
  function lease(name: string, address: string) {
    const made = budget(address);
    void made.cut.then(() => cut.push(name));
    return made;
  }
  return { lease, cut };
}

describe('the budget of bodies', () => {
  it('holds 4 MiB of one network, and not a byte more', () => {
    const { lease } = scene();
    const one = lease('one', '10.0.0.1');
    expect([one.take(4 * mebibyte), one.take(1)]).toEqual([true, false]);
  });

  it('holds 6 MiB of all, and then the largest gives way', async () => {
    const { lease, cut } = scene();
    expect(lease('four', '10.0.0.1').take(4 * mebibyte)).toBe(true);
    expect(lease('two', '10.0.0.2').take(2 * mebibyte)).toBe(true);
    await Promise.resolve();
    expect(cut).toEqual([]);
    expect(lease('one', '10.0.0.3').take(1)).toBe(true);
    await Promise.resolve();
    expect(cut).toEqual(['four']);
  });

  it('takes from a network of its own share, though another holds more', async () => {
    const { lease, cut } = scene({ all: 20, ofNetwork: 6 });
    lease('other', '10.0.0.2').take(6);
    lease('small', '10.0.0.1').take(1);
    lease('large', '10.0.0.1').take(4);
    expect(lease('new', '10.0.0.1').take(2)).toBe(true);
    await Promise.resolve();
    expect(cut).toEqual(['large']);
  });

  it('takes from the oldest of equals', async () => {
    const { lease, cut } = scene({ all: 6, ofNetwork: 6 });
    for (const name of ['first', 'second', 'third']) lease(name, '10.0.0.1').take(2);
    lease('new', '10.0.0.1').take(1);
    await Promise.resolve();
    expect(cut).toEqual(['first']);
  });

  it('takes from as many as it needs', async () => {
    const { lease, cut } = scene({ all: 6, ofNetwork: 6 });
    for (const name of ['first', 'second', 'third']) lease(name, '10.0.0.1').take(2);
    expect(lease('new', '10.0.0.1').take(5)).toBe(true);
    await Promise.resolve();
    expect(cut).toEqual(['first', 'second', 'third']);
  });

  it('refuses what finds no room though everybody else has gone, and counts nothing of it', async () => {
    const { lease, cut } = scene({ all: 6, ofNetwork: 6 });
    const own = lease('own', '10.0.0.1');
    own.take(4);
    expect([own.take(3), own.take(2)]).toEqual([false, true]);
    await Promise.resolve();
    expect(cut).toEqual([]);
  });

  it('gets back what is released, from whoever took it in pieces', async () => {
    const { lease, cut } = scene({ all: 6, ofNetwork: 6 });
    const one = lease('one', '10.0.0.1');
    one.take(2);
    one.take(2);
    one.release();
    expect(lease('two', '10.0.0.1').take(6)).toBe(true);
    await Promise.resolve();
    expect(cut).toEqual([]);
  });

  it('asks nobody to give way who has been released', async () => {
    const { lease, cut } = scene({ all: 6, ofNetwork: 6 });
    const gone = lease('gone', '10.0.0.1');
    gone.take(6);
    gone.release();
    lease('here', '10.0.0.1').take(5);
    lease('new', '10.0.0.1').take(3);
    await Promise.resolve();
    expect(cut).toEqual(['here']);
  });

  it('finds the network that holds the most among those that still hold something', async () => {
    const { lease, cut } = scene({ all: 6, ofNetwork: 6 });
    const gone = lease('gone', '10.0.0.1');
    gone.take(4);
    gone.release();
    lease('small', '10.0.0.2').take(2);
    lease('large', '10.0.0.3').take(3);
    expect(lease('new', '10.0.0.1').take(2)).toBe(true);
    await Promise.resolve();
    expect(cut).toEqual(['large']);
  });
});
