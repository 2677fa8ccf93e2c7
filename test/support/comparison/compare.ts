import { allSteps } from '../../../src/async/steps.ts';
import type { Comparison } from '../../../src/comparison/comparison.ts';
import { comparing } from '../../../src/comparison/index.ts';
import { unlikeItsExample } from '../findings/like-its-example.ts';
import type { Situation } from '../../../src/comparison/rule.ts';

/**
 * What all rules say of a situation.
 * @throws where a finding lacks what its type's example in the catalogue promises
 */
export function compare(situation: Situation): Comparison {
  const comparison = allSteps(comparing(situation));
  const unlike = comparison.findings.flatMap(unlikeItsExample);
  if (unlike.length > 0) throw new Error(`other findings than their examples: ${unlike.join('; ')}`);
  return comparison;
}
