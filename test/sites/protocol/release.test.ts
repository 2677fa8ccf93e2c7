import { expect, it } from 'vitest';
import { compatibilityOf } from '../../../src/sites/protocol/release.ts';

it.each([
  ['0.1.0', '0.1.7', 'works'],
  ['1.4.2', '1.3.0', 'differs'],
  ['1.3.0', '1.4.2', 'differs'],
  ['1.4.2', '1.2.9', 'apart'],
  ['2.0.0', '1.9.0', 'apart'],
  ['1.0.0', 'newest', 'apart'],
] as const)('a bot of %s with a worker of %s: %s', (bot, worker, expected) => {
  expect(compatibilityOf(bot, worker)).toBe(expected);
});
