import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { startWatch } from '../../../src/triggers/watch.ts';
import { aReport } from '../../support/builders.ts';

const EVERY_MS = 60_000;

function turned(): void {
  vi.useFakeTimers({ now: 1_000_000 });
  onTestFinished(() => void vi.useRealTimers());
}

/** A watch on a clock that the test turns. A look takes `takes` ms, and fails where the test says so. */
function scene(over: { unconfirmed?: () => Promise<boolean>; onStalled?: () => Promise<void> } = {}) {
  const began: number[] = [];
  const stalls: boolean[] = [];
  const state = { takes: 0, fails: false };
  const log = { warn: vi.fn<() => void>(), error: vi.fn<() => void>() };
  const watch = startWatch({
    app: {
      async watch() {
        began.push(performance.now());
        if (state.takes > 0) await new Promise((resolve) => setTimeout(resolve, state.takes));
        if (state.fails) throw new Error('no state');
        return aReport();
      },
      records: { unconfirmed: over.unconfirmed ?? (async () => false) },
    },
    intervalMs: EVERY_MS,
    now: Date.now,
    elapsed: () => performance.now(),
    log,
    async onStalled() {
      await over.onStalled?.();
      stalls.push(watch.state().stalled);
    },
  });
  onTestFinished(() => watch.close());
  return { watch, began, stalls, state, log };
}

describe('the watch, turn by turn', () => {
  it('looks every interval, measured from the start of the last look', async () => {
    turned();
    const { began, state } = scene();
    const start = performance.now();
    state.takes = 10_000;
    await vi.advanceTimersByTimeAsync(2 * EVERY_MS);
    expect(began.map((at) => at - start)).toEqual([0, EVERY_MS, 2 * EVERY_MS]);
  });

  it('looks after half of it where something is not confirmed, and after all of it where nobody knows', async () => {
    turned();
    const unsure = scene({ unconfirmed: async () => true });
    const away = scene({ unconfirmed: () => Promise.reject(new Error('no state')) });
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    expect([unsure.began.length, away.began.length]).toEqual([3, 2]);
  });

  it('says how it stands', async () => {
    turned();
    const { watch, state } = scene();
    expect(watch.state()).toEqual({
      interval_ms: EVERY_MS,
      last_at: null,
      duration_ms: null,
      failures: 0,
      silent_ms: 0,
      stalled: false,
    });
    state.takes = 4000;
    await vi.advanceTimersByTimeAsync(5000);
    expect(watch.state()).toMatchObject({ last_at: 1_004_000, duration_ms: 4000, silent_ms: 1000 });
  });

  it('has stalled after more than three intervals, is told once, and once more when it goes on', async () => {
    turned();
    const { watch, stalls, state, log } = scene();
    state.fails = true;
    await vi.advanceTimersByTimeAsync(3 * EVERY_MS);
    expect([watch.state().stalled, stalls]).toEqual([false, []]);
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    expect([watch.state().stalled, stalls]).toEqual([true, [true]]);
    await vi.advanceTimersByTimeAsync(3 * EVERY_MS);
    expect([stalls, watch.state().failures]).toEqual([[true], 8]);
    state.fails = false;
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    expect(stalls).toEqual([true, false]);
    expect(watch.state()).toMatchObject({ failures: 0, silent_ms: 0, stalled: false });
    await vi.advanceTimersByTimeAsync(3 * EVERY_MS);
    expect([stalls, log.error.mock.calls.length]).toEqual([[true, false], 1]);
  });

  it('is told of nothing where all is well', async () => {
    turned();
    const { stalls } = scene();
    await vi.advanceTimersByTimeAsync(10 * EVERY_MS);
    expect(stalls).toEqual([]);
  });

  it('tells of an outage and its end at once, where nobody could be told while it lasted, and logs that', async () => {
    turned();
    let away = true;
    const { stalls, state, log } = scene({
      onStalled: async () => {
        if (away) throw new Error('no state');
      },
    });
    state.fails = true;
    await vi.advanceTimersByTimeAsync(5 * EVERY_MS);
    expect([stalls, log.warn.mock.calls.length > 0]).toEqual([[], true]);
    [away, state.fails] = [false, false];
    await vi.advanceTimersByTimeAsync(EVERY_MS - 1);
    await vi.advanceTimersByTimeAsync(1);
    expect(stalls).toEqual([true, false]);
  });

  it('leaves nothing behind when it is closed', async () => {
    turned();
    const { watch, began } = scene();
    await vi.advanceTimersByTimeAsync(0);
    watch.close();
    expect([vi.getTimerCount(), began.length]).toEqual([0, 1]);
  });

  it('ends after a look that is under way when it is closed', async () => {
    turned();
    const { watch, began, state } = scene();
    state.takes = 1000;
    await vi.advanceTimersByTimeAsync(0);
    watch.close();
    await vi.advanceTimersByTimeAsync(2 * EVERY_MS);
    expect([vi.getTimerCount(), began.length]).toEqual([0, 1]);
  });
});

it('keeps no process alive', () => {
  const [timeouts, intervals] = [vi.spyOn(globalThis, 'setTimeout'), vi.spyOn(globalThis, 'setInterval')];
  const { watch } = scene();
  const made = [...timeouts.mock.results, ...intervals.mock.results].map(
    ({ value }) => value as NodeJS.Timeout,
  );
  expect(made.map((timer) => timer.hasRef())).toEqual([false, false]);
  watch.close();
});
