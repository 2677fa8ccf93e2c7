import { SITE_LOST } from '../../../facts/observation.ts';
import type { Service } from '../../../inventory/manifest.ts';
import { isTcp } from '../../../inventory/manifest.ts';
import type { ServiceDeviation, ServiceGap, ServiceRule } from '../../rule.ts';
import {
  cureOf,
  expectedText,
  failureDetail,
  failureEvidence,
  failureText,
} from '../../readings/health/health-failure.ts';
import { healthReadings } from '../../readings/health/health-reading.ts';
import type { HealthReading } from '../../readings/health/health-reading.ts';
import { advised, addressText, listed, place, restartAdvice } from '../../sentences.ts';

/** A health endpoint answers as the manifest expects, and does not call itself failing. */
export const healthCheck: ServiceRule = {
  name: 'health-check',
  types: ['health_check_failed'],
  when: 'watch',
  judgeService(situation, service) {
    const readings = healthReadings(situation, service);
    return { deviations: failureOf(service, readings), gaps: gapsOf(service, readings) };
  },
};

/** Null if it answers on another interface: that is interface_mismatch, and one cause gets one finding. */
function failureOf(service: Service, readings: readonly HealthReading[]): ServiceDeviation[] {
  const [ports, asked] = [readings.filter(ofPort), readings.filter((reading) => !ofPort(reading))];
  const answers = asked.some(({ state }) => state === 'good');
  const closed = ports.filter(hasFailed);
  const failed = [...(answers ? [] : asked.filter(hasFailed)), ...closed];
  if (failed.length === 0) return [];
  if (failed.length === closed.length) return [portFailure(service, closed)];
  const expected = expectedText(service);
  const cure = cureOf(service, failed) ?? restartAdvice(service, 'Read its log, then restart it.');
  return [
    {
      type: 'health_check_failed',
      property: 'health',
      ...advised(
        `${place(service)} fails its health check: ${failureText(failed)}; expected ${expected}.`,
        cure,
      ),
      expected,
      actual: failureDetail(failed),
      evidence: { failed: failed.map(failureEvidence) },
    },
  ];
}

function hasFailed({ state }: HealthReading): boolean {
  return state === 'failed';
}

function ofPort({ endpoint }: HealthReading): boolean {
  return isTcp(endpoint);
}

function portFailure(service: Service, closed: HealthReading[]): ServiceDeviation {
  const where = listed(closed.map(({ endpoint }) => addressText(endpoint.url.replace('tcp://', ''))));
  const cure = restartAdvice(service, 'Check that it listens there, and read its log.');
  return {
    type: 'health_check_failed',
    property: 'health',
    ...advised(`${place(service)} accepts no connections on ${where}: ${failureDetail(closed)}.`, cure),
    expected: 'a port that accepts connections',
    actual: failureDetail(closed),
    evidence: { failed: closed.map(failureEvidence) },
  };
}

function gapsOf(service: Service, readings: readonly HealthReading[]): ServiceGap[] {
  return readings.flatMap(({ endpoint, state, detail, doubt, own_problem, code }): ServiceGap[] => {
    const fact = `health on ${endpoint.interface}`;
    if (doubt !== null) return [{ of: 'health', fact, detail: doubt }];
    if (state !== 'unseen') return [];
    const gap = { of: 'health' as const, fact, detail };
    if (code === SITE_LOST) return [{ ...gap, lost_with: { machine: service.machine, fact: 'connection' } }];
    if (own_problem) return [{ ...gap, lost_with: 'bot' }];
    if (endpoint.from === 'bot') return [gap];
    return [{ ...gap, lost_with: { machine: service.machine, fact: 'local_health' } }];
  });
}
