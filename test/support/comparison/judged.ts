import { allSteps } from '../../../src/async/steps.ts';
import type { Judgement, Rule, Situation } from '../../../src/comparison/rule.ts';

/** What one rule alone says. */
export function judgedBy(rule: Rule, situation: Situation): Judgement {
  if ('judgeFleet' in rule) return { deviations: [], gaps: [], ...allSteps(rule.judgeFleet(situation)) };
  const each = situation.services.map((service) => {
    const { deviations = [], gaps = [] } = rule.judgeService(situation, service);
    const { name, machine } = service;
    return {
      deviations: deviations.map((deviation) => ({ ...deviation, service: name, machine })),
      gaps: gaps.map((gap) => ({ ...gap, service: name })),
    };
  });
  return {
    deviations: each.flatMap(({ deviations }) => deviations),
    gaps: each.flatMap(({ gaps }) => gaps),
  };
}
