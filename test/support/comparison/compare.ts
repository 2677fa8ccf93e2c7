import { allSteps } from '../../../src/async/steps.ts';
import type { Comparison } from '../../../src/comparison/comparison.ts';
import { comparing } from '../../../src/comparison/index.ts';
import type { Situation } from '../../../src/comparison/rule.ts';

/** What all rules say of a situation. */
export function compare(situation: Situation): Comparison {
  return allSteps(comparing(situation));
}
