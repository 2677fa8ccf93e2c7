import { onTestFailed } from 'vitest';

/** Of what is drawn by chance: DRIFTWATCH_SEED; without it, another one in each run. */
export const givenSeed =
  process.env['DRIFTWATCH_SEED'] === undefined ? null : Number(process.env['DRIFTWATCH_SEED']);

/** A seed for one test, which says at its failure how to draw the same again. @param more what it was doing */
export function seedOfTest(more: () => string): number {
  const seed = givenSeed ?? Math.floor(Math.random() * 2 ** 31);
  onTestFailed(() => void process.stderr.write(`DRIFTWATCH_SEED=${seed} draws the same again. ${more()}\n`));
  return seed;
}
