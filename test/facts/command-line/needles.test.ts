import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { createNeedles } from '../../../src/facts/command-line/needles.ts';
import { plainOf } from '../../../src/facts/command-line/parse-process.ts';

it('finds a plain text however it is written', () => {
  const letters = fc.string({
    unit: fc.constantFrom('a', 'B', '-', '_', '.', ' ', 'É', 'ß', 'İ'),
    maxLength: 12,
  });
  fc.assert(
    fc.property(fc.array(letters, { maxLength: 5 }), letters, (names, hay) => {
      const needles = names.map((name) => [plainOf(name)]);
      const expected = names.flatMap((name, number) =>
        plainOf(hay).includes(plainOf(name)) ? [number] : [],
      );
      expect(createNeedles(needles)(hay)).toEqual(expected);
    }),
  );
});

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
