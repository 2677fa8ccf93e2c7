import type { Service } from '../inventory/manifest.ts';
import { allSteps } from '../async/steps.ts';
import type { Judgement, Rule, Situation } from './rule.ts';

/** The judging of a rule that judges service by service. */
export function byService(
  judgeService: (situation: Situation, service: Service) => Partial<Judgement>,
): Pick<Rule, 'judge' | 'judging'> {
  function* judging(situation: Situation): Generator<void, Judgement> {
    const all: Judgement = { deviations: [], gaps: [] };
    for (const service of situation.services) {
      const { deviations = [], gaps = [] } = judgeService(situation, service);
      all.deviations.push(...deviations);
      all.gaps.push(...gaps);
      yield;
    }
    return all;
  }

  return { judge: (situation) => allSteps(judging(situation)), judging };
}
