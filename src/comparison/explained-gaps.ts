import { hasRole } from '../findings/catalogue.ts';
import type { Deviation } from '../findings/finding.ts';
import type { Gap, Situation } from './rule.ts';
import { listed, place } from './sentences.ts';

/**
 * The safety net below all rules: facts of a service that were not seen become one finding, unless a finding on a machine,
 * a repository or the bot explains them. /dupes reports only why copies cannot be counted, and leaves the rest to
 * `unseen`: it reads nothing from machines without SSH.
 */
export function findingsOfGaps(
  situation: Situation,
  deviations: readonly Deviation[],
  gaps: readonly Gap[],
): Deviation[] {
  const drifting = new Set(
    deviations.filter(({ type }) => !hasRole(type, 'mild')).map(({ service }) => service),
  );
  const explaining = Map.groupBy(deviations.flatMap(namesIn), ({ name }) => name);
  const machines = new Map(situation.services.map(({ name, machine }) => [name, machine]));
  const told = situation.only === 'processes' ? gaps.filter(({ of_copies }) => of_copies) : gaps;
  const left = told.filter((gap) => {
    const machine = machines.get(gap.service) ?? '';
    return !explaining.get(gap.service)?.some(({ deviation }) => explains(deviation, gap, machine));
  });
  const gapsOf = Map.groupBy(left, ({ service }) => service);
  return situation.services.flatMap((service) => {
    const own = gapsOf.get(service.name);
    if (!own) return [];
    const reasons = own.map(({ fact, detail }) => `${fact} (${detail})`);
    const how = drifting.has(service.name) ? 'was seen only in part' : 'is unknown';
    return {
      type: 'probe_failed',
      service: null,
      machine: service.machine,
      property: `service ${service.name}`,
      affects: { services: [service.name] },
      summary: `${place(service)} ${how}: ${listed(reasons)} could not be seen.`,
      expected: null,
      actual: null,
      evidence: {
        services: [service.name],
        facts: own.map(({ fact }) => fact),
        details: reasons.slice(0, 20),
      },
    };
  });
}

/** Does a finding on a machine, a repository or the bot that names the service explain why this was not seen? */
function explains(deviation: Deviation, { lost_with }: Gap, own: string): boolean {
  const { type, machine, lost } = deviation;
  if (lost_with === 'repository' || lost_with === 'bot') return lost === lost_with;
  const from = typeof lost_with === 'object' && 'machine' in lost_with ? lost_with : null;
  if (typeof lost === 'object' && 'machines' in lost) return lost.machines.includes(from?.machine ?? own);
  if (machine !== (from?.machine ?? own)) return false;
  if (hasRole(type, 'no_connection')) return true;
  return typeof lost === 'object' && (lost.fact === 'connection' || lost.fact === from?.fact);
}

function namesIn(deviation: Deviation): { name: string; deviation: Deviation }[] {
  if (deviation.service !== null) return [];
  const { services = [], singletons = [] } = deviation.affects ?? {};
  return [...services, ...singletons].map((name) => ({ name, deviation }));
}
