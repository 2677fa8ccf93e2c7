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

/** What answers at a health address speaks HTTP. If it does not, something is alive there, and nobody can tell how it is. */
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
          `${place(service)} answers its health check, but not in HTTP: ${failureText(readings)}.`,
          'Check that health_url names the right port, and http or https. A service without HTTP is checked by health.tcp: host:port.',
        ),
        expected: expectedText(service),
        actual: failureDetail(readings),
        evidence: { failed: readings.map(failureEvidence) },
      },
    ],
  };
}
