import * as fc from 'fast-check';
import { givenSeed } from './seed.ts';

/**
 * A property ends after a minute, however many runs it was asked for: on a loaded machine fewer are made, and none is a
 * failure for lack of time.
 */
fc.configureGlobal({
  interruptAfterTimeLimit: 60_000,
  markInterruptAsFailure: false,
  // That which a failure has printed, to see it again.
  ...(givenSeed === null ? {} : { seed: givenSeed }),
});

/** How often a model is run: DRIFTWATCH_MODEL_RUNS times, however long that takes; without it, as other properties are. */
export function modelRuns(few: number): { numRuns: number; interruptAfterTimeLimit?: number } {
  const whole = process.env['DRIFTWATCH_MODEL_RUNS'];
  if (whole === undefined) return { numRuns: Number(process.env['DRIFTWATCH_FUZZ_RUNS'] ?? few) };
  // setTimeout takes no longer time than 24 days.
  return { numRuns: Number(whole), interruptAfterTimeLimit: 2_000_000_000 };
}

/** How often a property is tried: a quarter of `count` outside CI. */
export function rounds(count: number): number {
  return process.env['CI'] ? count : Math.ceil(count / 4);
}

/** As often as DRIFTWATCH_FUZZ_RUNS says; without it, `rounds`. */
export function fuzzRounds(count: number): number {
  return Number(process.env['DRIFTWATCH_FUZZ_RUNS'] ?? rounds(count));
}
