import type { ActionName } from './action-name.ts';
import type { FactName } from './fact-name.ts';
import type { CatalogueEntry, Role } from './entry.ts';
import { entries, findingTypes } from './finding-types.ts';
import type { FindingType } from './finding-types.ts';

/** Every finding type, with all that is known about it (DESIGN 6). */
export const catalogue: Record<FindingType, CatalogueEntry> = entries;

export function hasRole(type: FindingType, role: Role): boolean {
  return catalogue[type].roles.includes(role);
}

export function typesWithRole(role: Role): FindingType[] {
  return findingTypes.filter((type) => hasRole(type, role));
}

/** The types that cannot be judged if a fact was not seen. */
export function typesRestingOn(fact: FactName): FindingType[] {
  return findingTypes.filter((type) => catalogue[type].rests_on.includes(fact));
}

export const hiddenWhileDown: readonly FindingType[] = findingTypes.filter(
  (type) => catalogue[type].hidden_while_down,
);

/** The types for which a person may be offered an action. */
export function typesAnsweredBy(action: ActionName): FindingType[] {
  return findingTypes.filter((type) => catalogue[type].actions.includes(action));
}
