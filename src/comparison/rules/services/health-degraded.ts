import type { Service } from '../../../inventory/manifest.ts';
import { healthReadings } from '../../readings/health/health-reading.ts';
import type { ServiceJudgement, ServiceRule, Situation } from '../../rule.ts';
import { advised, addressText, listed, place } from '../../sentences.ts';

/** A service with a good answer does not call itself, or a part of itself, degraded. */
export const healthDegraded: ServiceRule = {
  name: 'health-degraded',
  types: ['health_degraded'],
  when: 'full_audit',
  judgeService,
};

function judgeService(situation: Situation, service: Service): Partial<ServiceJudgement> {
  const degraded = healthReadings(situation, service).flatMap(({ endpoint, degraded }) =>
    degraded === null ? [] : [{ endpoint, degraded }],
  );
  if (degraded.length === 0) return {};
  const told = [...new Set(degraded.map((each) => each.degraded))];
  const where = listed(degraded.map(({ endpoint }) => endpoint.interface));
  return {
    deviations: [
      {
        type: 'health_degraded',
        property: 'health',
        ...advised(
          `${place(service)} answers, but not as a healthy service: ${told.join('; ')} (on ${where}).`,
          'Check the part that it names. If that is normal for it, add the word to health.good.',
        ),
        expected: 'a healthy service',
        actual: told.join('; '),
        evidence: {
          degraded: degraded.map(({ endpoint, degraded: because }) => ({
            interface: endpoint.interface,
            url: addressText(endpoint.url),
            because,
          })),
        },
      },
    ],
  };
}
