import type { Service } from '../../../inventory/manifest.ts';
import {
  expectedText,
  failureDetail,
  failureEvidence,
  failureText,
} from '../../readings/health/health-failure.ts';
import { healthReadings } from '../../readings/health/health-reading.ts';
import type { ServiceJudgement, ServiceRule, Situation } from '../../rule.ts';
import { advised, place } from '../../sentences.ts';

/** A health address speaks HTTP. If not, something is alive there, but its health is unknown. */
export const healthNotHttp: ServiceRule = {
  name: 'health-not-http',
  types: ['health_not_http'],
  when: 'full_audit',
  judgeService,
};

function judgeService(situation: Situation, service: Service): Partial<ServiceJudgement> {
  const readings = healthReadings(situation, service).filter(({ state }) => state === 'not_http');
  if (readings.length === 0) return {};
  return {
    deviations: [
      {
        type: 'health_not_http',
        property: 'health',
        ...advised(
          `${place(service)} answers its health check, but does not speak HTTP: ${failureText(readings)}.`,
          'Check that health_url names the right port, and http or https. For a service without HTTP, set health.tcp: host:port.',
        ),
        expected: expectedText(service),
        actual: failureDetail(readings),
        evidence: { failed: readings.map(failureEvidence) },
      },
    ],
  };
}
