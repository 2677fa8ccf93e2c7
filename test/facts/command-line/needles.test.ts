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

it('finds the texts that stand in either of two others, as includes() does', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });
  const hay = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 30 });
  const hays = fc.tuple(hay, fc.option(hay));
  const needles = fc.array(fc.array(text, { minLength: 1, maxLength: 2 }), { maxLength: 8 });
  fc.assert(
    fc.property(needles, hays, (all, both) => {
      const isIn = (needle: string) => both.some((hay) => hay?.includes(needle));
      const expected = [...all.entries()].filter(([, each]) => each.some(isIn));
      expect(createNeedles(all)(...both)).toEqual(expected.map(([number]) => number));
    }),
  );
});
