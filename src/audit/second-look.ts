import type { Service } from '../inventory/manifest.ts';
import type { Observation } from '../facts/observation.ts';
import type { Observations } from '../facts/observations.ts';
import type { Plan } from '../probes/request.ts';
import type { Release } from '../facts/release.ts';
import { catalogue, hasRole } from '../findings/catalogue.ts';
import type { FindingType } from '../findings/finding-types.ts';
import type { Found } from '../findings/finding.ts';

/** May it be temporary, as during a restart? */
export function isTransient(type: FindingType): boolean {
  return catalogue[type].transient;
}

/**
 * What to read again before a possibly temporary state is reported: everything that the audit judges on the affected
 * machines. A fleet singleton affects all machines: a process that moves from one to another must not be counted on both.
 * @returns null if no finding may be temporary
 */
export function secondPlan(plan: Plan, findings: readonly Found[]): Plan | null {
  const doubtful = findings.filter(({ type }) => isTransient(type));
  const machines = new Set(doubtful.map(({ machine }) => machine));
  const there = plan.services.filter(({ machine }) => machines.has(machine));
  if (there.length === 0) return null;
  return { ...plan, services: there.some(isOfFleet) ? plan.services : there };
}

/**
 * Findings that are not confirmed: a missing process if the next look did not reach the machine by SSH, and any CRITICAL
 * finding if the machine, reached at first, gave no answer at all.
 * @param next null: there was no second look, and only a missing process counts
 * @returns `TYPE SERVICE` of each
 */
export function unconfirmedBy(
  first: Observations,
  next: Observations | null,
  findings: readonly Found[],
): string[] {
  return findings.flatMap(({ type, service, machine, severity }) => {
    if (service === null || machine === null || !isTransient(type)) return [];
    const after = next?.machines[machine]?.connection.status;
    const absence = hasRole(type, 'absence');
    const isLost = absence ? after !== 'connected' : severity === 'CRITICAL';
    if (!isLost) return [];
    const wasThere = first.machines[machine]?.connection.status === 'connected';
    if (!absence && !(wasThere && after === 'failed' && !answered(next, service))) return [];
    return [`${type} ${service}`];
  });
}

/** A refused connection is also an answer from the machine. */
function answered(observations: Observations | null, service: string): boolean {
  const answers = Object.values(observations?.health[service] ?? {});
  return answers.some((answer) => answer.ok || answer.code === 'ECONNREFUSED');
}

/**
 * Merges both looks. For machines read twice the second look counts, unless it saw nothing: then the first still counts,
 * since nothing contradicts it. But for a fleet singleton, an earlier process table does not show where it runs now.
 */
export function merged(first: Observations, second: Observations, again: Plan): Observations {
  const moves = again.services.some(isOfFleet);
  const machines = Object.entries(second.machines).flatMap(([name, after]) => {
    const before = first.machines[name];
    if (!before || after.connection.status === 'not_probed') return [];
    const duration_ms = before.duration_ms + after.duration_ms;
    if (after.connection.status === 'connected')
      return [[name, { ...after, asked_by: before.asked_by, duration_ms }] as const];
    const { processes } = after.facts;
    return moves && processes ? [[name, { ...before, facts: { ...before.facts, processes } }] as const] : [];
  });
  return {
    machines: { ...first.machines, ...Object.fromEntries(machines) },
    health: { ...first.health, ...second.health },
    releases: { ...first.releases, ...releasesOf(first, second) },
  };
}

function isOfFleet({ singleton }: Service): boolean {
  return singleton === 'fleet';
}

/** A service that answers only now reports a revision that the first look did not look up. */
function releasesOf(first: Observations, second: Observations): Observations['releases'] {
  const entries = Object.entries(second.releases).map(([key, after]) => {
    const before = first.releases[key];
    return [key, before ? release(before, after) : after] as const;
  });
  return Object.fromEntries(entries);
}

function release(before: Observation<Release>, after: Observation<Release>): Observation<Release> {
  if (!before.ok || !after.ok) return after.ok ? after : before;
  return {
    ok: true,
    value: { ...before.value, positions: { ...after.value.positions, ...before.value.positions } },
  };
}
