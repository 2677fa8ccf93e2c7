import type { Mutant } from './mutants.ts';

type Numbered = Mutant & { id: string };

/**
 * The source with all its faults in it: `mutant('src/x.ts:7')` says whether this one is on. So nothing has to be loaded
 * again for the next fault.
 */
export function switched(source: string, mutants: readonly Numbered[]): string {
  const widestFirst = mutants.toSorted((one, other) => one.start - other.start || other.end - one.end);
  return between(0, source.length, widestFirst);

  function between(from: number, to: number, inside: readonly Numbered[]): string {
    const [first] = inside;
    if (!first) return source.slice(from, to);
    const here = inside.filter(({ start, end }) => start === first.start && end === first.end);
    const within = inside.filter((each) => each.end <= first.end && !here.includes(each));
    const after = inside.filter(({ start }) => start >= first.end);
    const inner = here.reduceRight(
      (otherwise, { id, text }) =>
        text === ';'
          ? `{ if (!globalThis.mutant('${id}')) ${otherwise} }`
          : `(globalThis.mutant('${id}') ? ${text} : ${otherwise})`,
      between(first.start, first.end, within),
    );
    return source.slice(from, first.start) + inner + between(first.end, to, after);
  }
}
