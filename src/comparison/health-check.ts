import type { Service } from '../inventory/manifest.ts';
import type { Deviation } from '../report/finding.ts';
import { healthReadings } from './health-reading.ts';
import type { HealthReading } from './health-reading.ts';
import type { Gap, Rule } from './rule.ts';
import { addressText, listed, place, restartAdvice } from './sentences.ts';

/** A health endpoint answers as the manifest expects, and does not call itself failing. */
export const healthCheck: Rule = {
  name: 'health-check',
  types: ['health_check_failed'],
  when: 'full_audit',
  judge(situation) {
    const judged = situation.services.map((service) => ({
      service,
      readings: healthReadings(situation, service),
    }));
    return {
      deviations: judged.flatMap(({ service, readings }) => failureOf(service, readings)),
      gaps: judged.flatMap(({ service, readings }) => gapsOf(service, readings)),
    };
  },
};

function failureOf(service: Service, readings: HealthReading[]): Deviation[] {
  const failed = readings.filter(({ state }) => state === 'failed');
  const [first] = failed;
  if (!first) return [];
  const good = readings.filter(({ state }) => state === 'good').map(({ endpoint }) => endpoint.interface);
  const asked = failed.map(
    ({ endpoint, detail }) => `${detail} from ${addressText(endpoint.url)} (${endpoint.interface})`,
  );
  const others = good.length > 0 ? ` It does answer on ${listed(good)}.` : '';
  const expected = `HTTP ${service.health.expect_status}`;
  return [
    {
      type: 'health_check_failed',
      service: service.name,
      machine: service.machine,
      property: 'health',
      summary: `${place(service)} fails its health check: ${listed(asked, 3)}; expected ${expected}.${others} ${restartAdvice(service, 'Read its log, then restart it.')}`,
      expected,
      actual: [...new Set(failed.map(({ detail }) => detail))].join('; '),
      evidence: { failed: failed.map(evidenceOf), answering: good },
    },
  ];
}

function evidenceOf({ endpoint, detail, answer }: HealthReading) {
  return {
    interface: endpoint.interface,
    url: addressText(endpoint.url),
    asked_from: endpoint.from,
    detail,
    status: answer?.status ?? null,
    duration_ms: answer?.duration_ms ?? null,
  };
}

function gapsOf(service: Service, readings: HealthReading[]): Gap[] {
  return readings
    .filter(({ state }) => state === 'unseen')
    .map(({ endpoint, detail }) => ({
      service: service.name,
      fact: `health on ${endpoint.interface}`,
      detail,
    }));
}
