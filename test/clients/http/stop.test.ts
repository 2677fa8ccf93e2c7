import { expect, it } from 'vitest';
import { createStop } from '../../../src/clients/http/stop.ts';

it('ends a request once, with the first reason, by what its present step does', () => {
  const stop = createStop();
  const done: string[] = [];
  stop.onEnd(() => done.push('connecting'));
  stop.onEnd(() => done.push('asking'));
  expect(stop.reason).toBeNull();
  stop.end(new Error('late'));
  stop.end(new Error('over'));
  expect(done).toEqual(['asking']);
  expect(stop.reason?.message).toBe('late');
});

it('ends a step at once that begins after the end', () => {
  const stop = createStop();
  stop.end(new Error('late'));
  const done: string[] = [];
  stop.onEnd(() => done.push('asking'));
  stop.onEnd(null);
  expect(done).toEqual(['asking']);
});
