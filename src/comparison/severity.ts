import type { Service } from '../inventory/manifest.ts';
import { catalogue } from '../findings/catalogue.ts';
import type { FindingType } from '../findings/finding-types.ts';
import type { Measured } from '../findings/measured.ts';
import { severities } from '../findings/severity.ts';
import type { Severity } from '../findings/severity.ts';

/**
 * The catalogue's severity. The manifest's own wins, but lowers nothing for a trading service.
 * @param service null for a finding on a machine, a repository or an API
 * @param hidden the services that an observation finding hides: their worst severity counts
 * @param now ms since the epoch
 */
export function severityOf(
  type: FindingType,
  service: Service | null,
  hidden: readonly Service[],
  measured: Measured,
  now: number,
): Severity {
  if (service) return chosen(type, service, measured, now);
  // Only observation findings concern the services on the machine; an unmanaged program does not.
  const concerned = catalogue[type].category === 'observation' ? hidden : [];
  const worst = worstOf(concerned.map((each) => chosen(type, each, measured, now)));
  return worst ?? usual(type, { risk_tier: 'HIGH', kind: 'stateless' }, measured, now);
}

/** Is `one` worse than `other` (negative), or the other way round? */
export function bySeverity(one: Severity, other: Severity): number {
  return severities.indexOf(one) - severities.indexOf(other);
}

/** A type's severity for a service without the manifest's overrides; for git_drift the worst one. */
export function usualSeverity(type: FindingType, service: Service): Severity {
  return usual(type, service, {}, 0);
}

function chosen(type: FindingType, service: Service, measured: Measured, now: number): Severity {
  const least = usual(type, service, measured, now);
  const own = service.severity[type];
  if (service.kind !== 'trading') return own ?? least;
  return own && bySeverity(own, least) < 0 ? own : least;
}

function usual(
  type: FindingType,
  { risk_tier: tier, kind }: Pick<Service, 'risk_tier' | 'kind'>,
  measured: Measured,
  now: number,
): Severity {
  const { severity } = catalogue[type];
  const trading = kind === 'trading';
  if (typeof severity === 'function') return severity({ tier, trading, measured, now });
  return trading ? severity.trading : severity[tier];
}

function worstOf(found: Severity[]): Severity | null {
  return found.sort(bySeverity)[0] ?? null;
}
