import type { Mutant } from './mutants.ts';

type Numbered = Mutant & { id: string };

/** Prints the score of every file with what no test sees, and the whole. Fails below 95 %. */
export function report(
  files: readonly string[],
  mutants: readonly Numbered[],
  alive: ReadonlySet<string>,
  reachedBy: ReadonlyMap<string, ReadonlySet<string>>,
): void {
  for (const file of files) {
    const here = mutants.filter(({ id }) => id.startsWith(`${file}:`));
    const survivors = here.filter(({ id }) => alive.has(id));
    console.log(`${file}: ${here.length - survivors.length} of ${here.length}`);
    for (const { id, line, was, text } of survivors)
      console.log(
        `  ${file}:${line}  ${was}  ->  ${text}${reachedBy.has(id) ? '' : '  (no test comes here)'}`,
      );
  }
  const seen = mutants.length - alive.size;
  if (seen < 0.95 * mutants.length) process.exitCode = 1;
  console.log(
    `${seen} of ${mutants.length} faults were seen: ${((100 * seen) / mutants.length).toFixed(1)} %`,
  );
}
