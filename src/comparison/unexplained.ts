import type { Deviation } from '../report/finding.ts';
import type { Gap, Situation } from './rule.ts';
import { listed, place } from './sentences.ts';

/**
 * The net below all rules: a service with a gap that no finding explains gets one that does, so that no service
 * is unknown without a reason that people can read. /dupes leaves machines without SSH alone: it reads nothing there.
 */
export function unexplained(
  situation: Situation,
  deviations: readonly Deviation[],
  gaps: readonly Gap[],
): Deviation[] {
  if (situation.only === 'processes') return [];
  const named = new Set(deviations.flatMap(namesIn));
  const gapsOf = Map.groupBy(gaps, ({ service }) => service);
  const left = situation.services.filter(({ name }) => !named.has(name) && gapsOf.has(name));
  return left.map((service) => {
    const own = gapsOf.get(service.name) ?? [];
    const reasons = own.map(({ fact, detail }) => `${fact} (${detail})`);
    return {
      type: 'probe_failed',
      service: null,
      machine: service.machine,
      property: `service ${service.name}`,
      summary: `${place(service)} is unknown: ${listed(reasons)} could not be seen.`,
      expected: null,
      actual: null,
      evidence: { services: [service.name], facts: own.map(({ fact }) => fact) },
    };
  });
}

function namesIn({ service, evidence }: Deviation): string[] {
  const lists = [evidence['services'], evidence['singletons']].filter(Array.isArray).flat();
  const names = lists.filter((name) => typeof name === 'string');
  return service === null ? names : [service, ...names];
}
