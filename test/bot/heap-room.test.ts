import { beforeEach, expect, it, vi } from 'vitest';
import { withHeapRoom } from '../../src/bot/heap-room.ts';

const { said } = vi.hoisted(() => ({ said: [] as string[] }));
vi.mock('node:v8', () => ({ setFlagsFromString: (flag: string) => said.push(flag) }));

const ROOM = '--heap-growing-percent=90';
const REST = '--heap-growing-percent=20';
beforeEach(() => void said.splice(0));

it('gives room from the first audit on until the last has ended', async () => {
  const other = Promise.withResolvers<string>();
  const first = withHeapRoom(() => other.promise);
  await withHeapRoom(async () => {});
  expect(said).toEqual([ROOM]);
  other.resolve('report');
  expect(await first).toBe('report');
  expect(said).toEqual([ROOM, REST]);
});

it('takes it back after an audit that fails', async () => {
  const failing = withHeapRoom(async () => Promise.reject(new Error('no manifest')));
  await expect(failing).rejects.toThrow('no manifest');
  expect(said).toEqual([ROOM, REST]);
});
