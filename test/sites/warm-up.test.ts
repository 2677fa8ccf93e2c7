import { expect, it } from 'vitest';
import { warmUps } from '../../bench/sites/warm-up.ts';

it.each([
  [0, 1],
  [1, 1],
  [2, 5],
  [4, 11],
])('the bench of %i workers warms up until each of them has met nearly all machines', (workers, audits) => {
  expect(warmUps(workers)).toBe(audits);
});
