import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { createNeedles } from '../../../src/facts/command-line/needles.ts';

it('finds the texts that stand in another, as includes() does', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });
  const needles = fc.array(fc.array(text, { minLength: 1, maxLength: 2 }), { maxLength: 8 });
  fc.assert(
    fc.property(needles, fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 30 }), (all, hay) => {
      const expected = [...all.entries()].filter(([, each]) => each.some((needle) => hay.includes(needle)));
      expect(createNeedles(all)(hay)).toEqual(expected.map(([number]) => number));
    }),
  );
});
