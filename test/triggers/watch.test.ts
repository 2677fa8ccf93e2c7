import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Watch } from '../../src/report/request.ts';
import { startWatch } from '../../src/triggers/watch.ts';
import { aReport } from '../support/builders.ts';
import { gate } from '../support/discord/app.ts';

const EVERY_MS = 150;

/** A watch over an app that the test answers for. `asked` are the watches that began. */
function aWatch(
  look: (watch: Watch) => Promise<unknown>,
  { unconfirmed = false, onStalled = async () => {} } = {},
) {
  const asked: Watch[] = [];
  const stalls: boolean[] = [];
  const log = { warn: vi.fn<() => void>(), error: vi.fn<() => void>() };
  const watch = startWatch({
    app: {
      watch: async (request) => {
        asked.push(request);
        await look(request);
        return aReport();
      },
      records: { unconfirmed: async () => unconfirmed },
    },
    intervalMs: EVERY_MS,
    now: () => Date.parse('2026-03-30T09:30:00Z'),
    elapsed: () => performance.now(),
    log,
    async onStalled() {
      await onStalled();
      stalls.push(watch.state().stalled);
    },
  });
  onTestFinished(() => watch.close());
  return { watch, asked, stalls, log };
}

describe('the watch', () => {
  it('looks at once, then again and again', async () => {
    const { asked } = aWatch(async () => {});
    await expect.poll(() => asked.length).toBeGreaterThan(2);
    expect(asked.slice(0, 2)).toEqual([{ within_ms: 5000 }, { within_ms: 5000 }]);
  });

  it('does not begin before the last one has ended', async () => {
    const held = gate<void>();
    const { asked } = aWatch(() => held.promise);
    await pause(EVERY_MS * 4);
    expect(asked).toHaveLength(1);
    held.resolve();
    await expect.poll(() => asked.length).toBeGreaterThan(1);
  });

  it('goes on after one that failed, counts, and logs an outage once', async () => {
    let broken = true;
    const { watch, asked, log } = aWatch(async () => {
      if (broken) throw new Error('no state');
    });
    await expect.poll(() => watch.state().failures).toBeGreaterThan(2);
    expect(log.error).toHaveBeenCalledTimes(1);
    broken = false;
    const before = asked.length;
    await expect.poll(() => watch.state().failures).toBe(0);
    expect(asked.length).toBeGreaterThan(before);
  });

  it('has people told once where none came through for three intervals, and once more when one does', async () => {
    const held = gate<void>();
    const { watch, stalls } = aWatch(() => held.promise);
    await expect.poll(() => stalls).toEqual([true]);
    expect(watch.state()).toMatchObject({ stalled: true, last_at: null });
    await pause(EVERY_MS * 4);
    expect(stalls).toEqual([true]);
    held.resolve();
    await expect.poll(() => stalls).toEqual([true, false]);
  });

  it('has people told of an outage afterwards, where they could not be told before', async () => {
    let away = true;
    const { stalls } = aWatch(
      async () => {
        if (away) throw new Error('no state');
      },
      {
        onStalled: async () => {
          if (away) throw new Error('no state');
        },
      },
    );
    await pause(EVERY_MS * 5);
    expect(stalls).toEqual([]);
    away = false;
    await expect.poll(() => stalls).toEqual([true, false]);
  });

  it('logs no error where a stop cuts it off', async () => {
    const held = gate<void>();
    const { watch, asked, log } = aWatch(() => held.promise);
    await expect.poll(() => asked.length).toBe(1);
    watch.close();
    held.reject(new Error('statement has been finalized'));
    await expect.poll(() => watch.state().failures).toBe(1);
    expect(log.error).not.toHaveBeenCalled();
  });

  it('ends when it is closed', async () => {
    const { watch, asked } = aWatch(async () => {});
    await expect.poll(() => asked.length).toBeGreaterThan(0);
    watch.close();
    await pause(EVERY_MS);
    const before = asked.length;
    await pause(EVERY_MS * 3);
    expect(asked.length - before).toBeLessThanOrEqual(0);
  });
});
