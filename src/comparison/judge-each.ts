import type { Service } from '../inventory/manifest.ts';
import type { Judgement } from './rule.ts';

/** One judgement out of those of each service. */
export function judgeEach(services: Service[], judge: (service: Service) => Judgement): Judgement {
  const judged = services.map((service) => judge(service));
  return {
    deviations: judged.flatMap(({ deviations }) => deviations),
    gaps: judged.flatMap(({ gaps }) => gaps),
  };
}
