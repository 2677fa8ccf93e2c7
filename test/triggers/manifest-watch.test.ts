import { describe, expect, it, onTestFinished } from 'vitest';
import { startManifestWatch } from '../../src/triggers/manifest-watch.ts';

describe('the watch over the manifest', () => {
  it('tells a broken edit when it is noticed, once, another one, and that it is mended', async () => {
    let warning: string | null = null;
    const told: (string | null)[] = [];
    const watch = startManifestWatch({
      warning: async () => warning,
      onChange: async () => void told.push(warning),
      log: { warn() {} },
      everyMs: 5,
    });
    onTestFinished(() => watch.close());
    await expect.poll(() => told).toEqual([null]);
    for (const next of ['line 3', 'line 4', null]) {
      warning = next;
      await expect.poll(() => told.at(-1)).toBe(next);
    }
    expect(told).toEqual([null, 'line 3', 'line 4', null]);
  });

  it('lets nothing of it go on once it is closed, and warns of nothing then', async () => {
    const order: string[] = [];
    const { promise, reject } = Promise.withResolvers<void>();
    const watch = startManifestWatch({
      warning: async () => 'line 3',
      onChange: () => promise,
      log: { warn: () => void order.push('warned') },
      everyMs: 5,
    });
    const closed = watch.close().then(() => order.push('closed'));
    await Promise.resolve();
    expect(order).toEqual([]);
    reject(new Error('the state is closed'));
    await closed;
    expect(order).toEqual(['closed']);
  });

  it('tells again what could not be told', async () => {
    let tries = 0;
    const watch = startManifestWatch({
      warning: async () => 'broken',
      onChange: async () => {
        tries += 1;
        if (tries < 3) throw new Error('the state is away');
      },
      log: { warn() {} },
      everyMs: 5,
    });
    onTestFinished(() => watch.close());
    await expect.poll(() => tries).toBe(3);
  });
});
