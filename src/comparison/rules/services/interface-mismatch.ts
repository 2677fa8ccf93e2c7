import type { Service } from '../../../inventory/manifest.ts';
import { isTcp } from '../../../inventory/manifest.ts';
import type { ServiceDeviation, ServiceRule, Situation } from '../../rule.ts';
import { diagnoseNetwork } from '../../readings/network-diagnosis.ts';
import {
  cameThrough,
  cureOf,
  expectedText,
  failureDetail,
  failureEvidence,
  failureText,
} from '../../readings/health/health-failure.ts';
import { healthReadings } from '../../readings/health/health-reading.ts';
import { advised, listed, place } from '../../sentences.ts';

/**
 * A service answers on all of its interfaces, or on none: a localhost that answers hides a dead Tailscale address from a
 * test on the machine itself. A failure everywhere is health_check_failed.
 */
export const interfaceMismatch: ServiceRule = {
  name: 'interface-mismatch',
  types: ['interface_mismatch'],
  when: 'watch',
  judgeService: (situation, service) => ({ deviations: judgeService(situation, service) }),
};

function judgeService(situation: Situation, service: Service): ServiceDeviation[] {
  const readings = healthReadings(situation, service).filter(({ endpoint }) => !isTcp(endpoint));
  const failed = readings.filter(({ state }) => state === 'failed');
  const answering = readings.filter(({ state }) => state === 'good');
  if (failed.length === 0 || answering.length === 0) return [];
  const good = answering.map(({ endpoint }) => endpoint.interface);
  const layers = failed.flatMap(
    (reading) => diagnoseNetwork(situation, service, reading, answering[0]) ?? [],
  );
  const cause =
    layers.length > 0
      ? listed(layers.map((each) => `on ${each.interface} ${each.detail}`))
      : failed.every(cameThrough)
        ? 'something answers there, so it is not the firewall: find out what listens there, and read its log'
        : 'check what it listens on, the firewall and the interface';
  const cure = cureOf(service, failed);
  const expected = expectedText(service);
  const broken = listed(failed.map(({ endpoint }) => endpoint.interface));
  return [
    {
      type: 'interface_mismatch',
      property: 'interfaces',
      ...advised(
        `${place(service)} answers on ${listed(good)}, but fails on ${broken}: ${failureText(failed)}; expected ${expected}.${cure === null ? ` Clients on ${broken} are cut off: ${cause}.` : ''}`,
        cure ?? '',
      ),
      expected: `${expected} on every interface`,
      actual: failureDetail(failed),
      evidence: { failed: failed.map(failureEvidence), answering: good, layers },
    },
  ];
}
