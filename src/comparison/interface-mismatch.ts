import type { Service } from '../inventory/manifest.ts';
import type { Deviation } from '../report/finding.ts';
import { failureDetail, failureEvidence, failureText } from './health-failure.ts';
import { healthReadings } from './health-reading.ts';
import type { Rule, Situation } from './rule.ts';
import { listed, place } from './sentences.ts';

/**
 * A service answers on each of its interfaces, or on none: a localhost that answers hides a dead Tailscale address
 * from whoever tests on the machine itself. What fails everywhere is health_check_failed.
 */
export const interfaceMismatch: Rule = {
  name: 'interface-mismatch',
  types: ['interface_mismatch'],
  when: 'full_audit',
  judge: (situation) => ({
    deviations: situation.services.flatMap((service) => judgeService(situation, service)),
  }),
};

function judgeService(situation: Situation, service: Service): Deviation[] {
  const readings = healthReadings(situation, service);
  const failed = readings.filter(({ state }) => state === 'failed');
  const good = readings.filter(({ state }) => state === 'good').map(({ endpoint }) => endpoint.interface);
  if (failed.length === 0 || good.length === 0) return [];
  const expected = `HTTP ${service.health.expect_status}`;
  const broken = listed(failed.map(({ endpoint }) => endpoint.interface));
  return [
    {
      type: 'interface_mismatch',
      service: service.name,
      machine: service.machine,
      property: 'interfaces',
      summary: `${place(service)} answers on ${listed(good)}, but not as it should on ${broken}: ${failureText(failed)}; expected ${expected}. Whoever uses ${broken} is cut off. Check what it listens on, the firewall and the interface.`,
      expected: `${expected} on every interface`,
      actual: failureDetail(failed),
      evidence: { failed: failed.map(failureEvidence), answering: good },
    },
  ];
}
