import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { longest } from './longest-first.ts';

it('has files that are there start first', () => {
  expect(longest.filter((file) => !existsSync(file))).toEqual([]);
});
