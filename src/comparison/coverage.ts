import { hasRole, hiddenWhileDown, typesRestingOn } from '../findings/catalogue.ts';
import type { FindingType } from '../findings/finding-types.ts';
import type { Found } from '../findings/finding.ts';
import type { Coverage } from '../report/coverage.ts';
import { reachOf } from './readings/reach.ts';
import type { Gap, Judgement, Rule, Situation } from './rule.ts';

/** One rule's judgement. `untold`: types that it could not judge. */
export type Judged = Judgement & { rule: Rule; untold: readonly FindingType[] };

/** What the audit covered, given the gaps that each rule reported. */
export function coverageOf(
  situation: Situation,
  judged: readonly Judged[],
  findings: readonly Found[],
): Coverage {
  const blind = new Map<string, Set<FindingType>>();
  const hide = (service: string, types: readonly FindingType[]) => {
    const known = blind.get(service) ?? new Set();
    for (const type of types) known.add(type);
    blind.set(service, known);
  };
  for (const { rule, gaps } of judged) for (const gap of gaps) hide(gap.service, typesBehind(rule, gap));
  for (const { service, type } of findings) {
    if (service !== null && hasRole(type, 'down')) hide(service, hiddenWhileDown);
  }
  return {
    services: situation.services.map(({ name }) => name),
    machines: Object.fromEntries(situation.machines.map(({ name }) => [name, reachOf(situation, name)])),
    types: typesOf(judged),
    blind: Object.fromEntries([...blind].map(([service, types]) => [service, [...types]])),
    inventory: situation.inventory.map(({ name }) => name),
  };
}

/** The types that a gap hides: those of the rule, and others that rest on the fact. */
function typesBehind(rule: Rule, gap: Gap): readonly FindingType[] {
  return [...rule.types, ...typesRestingOn(gap.of)];
}

/** The types that the applied rules could judge. */
function typesOf(judged: readonly Judged[]): FindingType[] {
  const untold = new Set(judged.flatMap((each) => each.untold));
  const types = new Set(judged.flatMap(({ rule }) => rule.types));
  return [...types].filter((type) => !untold.has(type));
}
