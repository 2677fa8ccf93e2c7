import type { Service } from '../inventory/manifest.ts';
import { hasRole } from '../findings/catalogue.ts';
import type { Found } from '../findings/finding.ts';
import type { Situation } from './rule.ts';
import { listed } from './sentences.ts';

/**
 * Moves findings under the finding on the dependency that explains them. A failed health check then says where to start,
 * in its sentence and its evidence (`caused_by`), and follows its cause within its severity. Nothing is dropped, and no
 * severity changes: a service that is down is down, whatever the reason.
 * @param findings worst first
 */
export function foldDependents(situation: Situation, findings: readonly Found[]): Found[] {
  const told = new Map(situation.inventory.map((service) => [service.name, service]));
  const failing = failingOf(findings);
  const causesOf = new Map(findings.map((finding) => [finding, causesFor(finding, failing, told)]));
  const below = Map.groupBy(
    [...causesOf].flatMap(([finding, own]) => own.map((cause) => ({ finding, cause }))),
    ({ cause }) => cause,
  );
  const placed = new Set<Found>();
  const ready = (finding: Found) =>
    (causesOf.get(finding) ?? []).every((cause) => cause.severity !== finding.severity || placed.has(cause));
  const place = (finding: Found): void => {
    if (placed.has(finding) || !ready(finding)) return;
    placed.add(finding);
    const dependents = (below.get(finding) ?? []).map((each) => each.finding);
    for (const dependent of dependents) if (dependent.severity === finding.severity) place(dependent);
  };
  for (const finding of findings) place(finding);
  for (const finding of findings) placed.add(finding);
  return [...placed].map((finding) => explained(finding, causesOf.get(finding) ?? []));
}

/** Findings that make other services fail, by service, and for whole machines by machine; `place`: index in the findings. */
type Failing = {
  ofService: Map<string, Found[]>;
  ofMachine: Map<string, Found[]>;
  place: Map<Found, number>;
};

function failingOf(findings: readonly Found[]): Failing {
  const failing = findings.filter(({ type }) => hasRole(type, 'fails_dependents'));
  return {
    ofService: Map.groupBy(failing, ({ service }) => service ?? ''),
    ofMachine: Map.groupBy(
      failing.filter(({ service }) => service === null),
      ({ machine }) => machine ?? '',
    ),
    place: new Map(failing.map((finding, index) => [finding, index])),
  };
}

function causesFor(finding: Found, failing: Failing, told: ReadonlyMap<string, Service>): Found[] {
  const service = told.get(finding.service ?? '');
  if (!hasRole(finding.type, 'follows_dependency') || !service) return [];
  const needed = service.depends_on.flatMap((name) => told.get(name) ?? []);
  const causes = needed.flatMap((each) => {
    const found = [
      ...(failing.ofService.get(each.name) ?? []),
      ...(each.machine === service.machine ? [] : (failing.ofMachine.get(each.machine) ?? [])),
    ];
    // If two need each other, neither explains the other.
    return found.length > 0 && needs(each, service, told) ? [] : found;
  });
  const placeOf = (cause: Found) => failing.place.get(cause) ?? 0;
  return [...new Set(causes)].toSorted((one, other) => placeOf(one) - placeOf(other));
}

/** Directly or through others. */
function needs(one: Service, other: Service, told: ReadonlyMap<string, Service>): boolean {
  const met = new Set([one.name]);
  for (const name of met) for (const next of told.get(name)?.depends_on ?? []) met.add(next);
  return met.has(other.name);
}

function explained(finding: Found, causes: readonly Found[]): Found {
  if (causes.length === 0) return finding;
  const where = causes.map(({ type, service, machine }) =>
    service === null ? `${machine ?? ''} (${type})` : `${service} (${type})`,
  );
  const caused_by = causes.map(({ id, type, service, machine }) => ({ id, type, service, machine }));
  return {
    ...finding,
    summary: `${finding.summary} Likely cause: something that it needs is down too, so start there: ${listed(where)}.`,
    advice: `Start with what it needs: ${listed(where)}.`,
    evidence: { ...finding.evidence, caused_by },
  };
}
