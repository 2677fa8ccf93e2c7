import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { throttled } from '../../../src/discord/answers/throttle.ts';
import { gate } from '../../support/discord/app.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('throttled', () => {
  it('shows the latest value, at most one in a while', async () => {
    const shown: number[] = [];
    const { push } = throttled(async (value: number) => shown.push(value), 1000);
    for (const value of [1, 2, 3]) push(value);
    expect(shown).toEqual([]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(shown).toEqual([3]);
    push(4);
    await vi.advanceTimersByTimeAsync(999);
    expect(shown).toEqual([3]);
    await vi.advanceTimersByTimeAsync(1);
    expect(shown).toEqual([3, 4]);
  });

  it('keeps what comes while a value is being shown', async () => {
    const shown: number[] = [];
    const slow = gate<void>();
    const { push } = throttled(async (value: number) => {
      shown.push(value);
      await slow.promise;
    }, 1000);
    push(1);
    await vi.advanceTimersByTimeAsync(1000);
    push(2);
    await vi.advanceTimersByTimeAsync(5000);
    expect(shown).toEqual([1]);
    slow.resolve();
    await vi.advanceTimersByTimeAsync(1000);
    expect(shown).toEqual([1, 2]);
  });

  it('shows nothing after it has settled, and settles behind what is being shown', async () => {
    const shown: number[] = [];
    const slow = gate<void>();
    const { push, settle } = throttled(async (value: number) => {
      shown.push(value);
      await slow.promise;
    }, 1000);
    push(1);
    await vi.advanceTimersByTimeAsync(1000);
    push(2);
    const settled = vi.fn<() => void>();
    const settling = settle().then(settled);
    await vi.advanceTimersByTimeAsync(3000);
    expect(settled).not.toHaveBeenCalled();
    slow.resolve();
    await settling;
    await vi.advanceTimersByTimeAsync(3000);
    expect(shown).toEqual([1]);
  });

  it('gives up after a value that could not be shown', async () => {
    let tries = 0;
    const { push, settle } = throttled(async () => {
      tries += 1;
      throw new Error('gone');
    }, 1000);
    push(1);
    await vi.advanceTimersByTimeAsync(1000);
    push(2);
    await vi.advanceTimersByTimeAsync(3000);
    await settle();
    expect(tries).toBe(1);
  });
});
