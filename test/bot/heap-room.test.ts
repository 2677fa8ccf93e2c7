import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { withHeapRoom } from '../../src/bot/heap-room.ts';

const { said } = vi.hoisted(() => ({ said: [] as string[] }));
vi.mock('node:v8', () => ({ setFlagsFromString: (flag: string) => said.push(flag) }));

const may = (percent: number) => `--heap-growing-percent=${percent}`;
const MB = 2 ** 20;
let used = 0;
beforeEach(() => {
  vi.useFakeTimers();
  used = 50 * MB;
  said.splice(0);
  const usage = process.memoryUsage();
  vi.spyOn(process, 'memoryUsage').mockImplementation(() => ({ ...usage, heapUsed: used }));
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

it('gives room from the first audit on until the last has ended', async () => {
  const other = Promise.withResolvers<string>();
  const first = withHeapRoom(() => other.promise);
  await withHeapRoom(async () => {});
  expect(said).toEqual([may(70)]);
  other.resolve('report');
  expect(await first).toBe('report');
  expect(said).toEqual([may(70), may(20)]);
  vi.advanceTimersByTime(10_000);
  expect(said).toHaveLength(2);
});

it('gives a large heap less, in an audit that goes on too', async () => {
  const other = Promise.withResolvers<void>();
  const first = withHeapRoom(() => other.promise);
  used = 128 * MB;
  vi.advanceTimersByTime(250);
  used = 900 * MB;
  vi.advanceTimersByTime(250);
  other.resolve();
  await first;
  expect(said).toEqual([may(70), may(31), may(20), may(20)]);
});

it('takes it back after an audit that fails', async () => {
  const failing = withHeapRoom(async () => Promise.reject(new Error('no manifest')));
  await expect(failing).rejects.toThrow('no manifest');
  expect(said).toEqual([may(70), may(20)]);
});
