import type { Service } from '../inventory/manifest.ts';
import { hasRole } from '../findings/catalogue.ts';
import type { Found } from '../findings/finding.ts';
import type { Situation } from './rule.ts';
import { listed } from './sentences.ts';

/**
 * Folds what a dependency explains under the finding on that dependency: a failed health check says in its sentence
 * and its evidence (`caused_by`) where to start, and stands below its cause among the findings of its severity.
 * Nothing is dropped, and no severity changes: a service that is down is down, whatever the reason.
 * @param findings worst first
 */
export function foldDependents(situation: Situation, findings: readonly Found[]): Found[] {
  const told = new Map(situation.inventory.map((service) => [service.name, service]));
  const causesOf = new Map(findings.map((finding) => [finding, causesFor(finding, findings, told)]));
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

function causesFor(finding: Found, findings: readonly Found[], told: ReadonlyMap<string, Service>): Found[] {
  const service = told.get(finding.service ?? '');
  if (!hasRole(finding.type, 'follows_dependency') || !service) return [];
  const needed = service.depends_on.flatMap((name) => told.get(name) ?? []);
  // Of two that need each other, neither explains the other.
  const usable = needed.filter((each) => !needs(each, service, told));
  if (usable.length === 0) return [];
  return findings.filter((other) => usable.some((each) => explains(other, each, service)));
}

function explains(finding: Found, dependency: Service, dependent: Service): boolean {
  if (!hasRole(finding.type, 'fails_dependents')) return false;
  if (finding.service === null)
    return finding.machine === dependency.machine && dependency.machine !== dependent.machine;
  return finding.service === dependency.name;
}

/** Directly or by others. */
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
    summary: `${finding.summary} Likely cause: it needs what is down too, so start there: ${listed(where)}.`,
    advice: `Start with what it needs: ${listed(where)}.`,
    evidence: { ...finding.evidence, caused_by },
  };
}
