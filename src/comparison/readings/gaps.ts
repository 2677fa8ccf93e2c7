import { hasRole } from '../../findings/catalogue.ts';
import type { Deviation } from '../../findings/finding.ts';
import { healthReadings } from './health/health-reading.ts';
import type { Gap, Situation } from '../rule.ts';

/** Facts that were not seen, each once, without those that a service that is down cannot show. */
export function gapsToTell(
  situation: Situation,
  gaps: readonly Gap[],
  deviations: readonly Deviation[],
): Gap[] {
  const found = Map.groupBy(deviations, ({ service }) => service);
  const told = new Map(situation.services.map((service) => [service.name, service]));
  const isDown = (name: string) => {
    const service = told.get(name);
    return (found.get(name) ?? []).some(({ type }) => {
      // A stopped service has no version, start or uptime.
      if (hasRole(type, 'stopped')) return true;
      if (!hasRole(type, 'stopped_unless_answered') || !service) return false;
      return healthReadings(situation, service).every(({ answer }) => answer === null);
    });
  };
  const distinct = new Map<string, Gap>();
  for (const gap of gaps) {
    const key = JSON.stringify([gap.service, gap.fact]);
    distinct.set(key, { ...gap, ...distinct.get(key) });
  }
  return [...distinct.values()].filter((gap) => !(gap.of_running && isDown(gap.service)));
}
