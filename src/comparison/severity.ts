import type { Service } from '../inventory/manifest.ts';
import { severities } from '../findings/finding-types.ts';
import type { FindingType, Severity } from '../findings/finding-types.ts';
import type { Deviation } from '../findings/finding.ts';
import { epochMs } from '../time/instant.ts';

const DAY_MS = 86_400_000;
/** Up to this many missing commits is little drift (DESIGN 6). */
const FEW_COMMITS = 2;

const exceptions: Partial<Record<FindingType, Severity>> = {
  container_missing: 'CRITICAL',
  container_not_running: 'CRITICAL',
  duplicate_process: 'CRITICAL',
  health_check_failed: 'CRITICAL',
  certificate_expired: 'CRITICAL',
  interface_mismatch: 'CRITICAL',
  instance_mismatch: 'CRITICAL',
  host_key_changed: 'CRITICAL',
  journal_broken: 'CRITICAL',
  watch_stalled: 'CRITICAL',
  stale_lockfile: 'LOW',
  health_missing: 'LOW',
  uptime_high: 'LOW',
  unmanaged: 'LOW',
  unit_not_enabled: 'LOW',
};

/** Everything else is CRITICAL for a trading service. */
const tradingExceptions: Partial<Record<FindingType, Severity>> = {
  health_degraded: 'HIGH',
  health_missing: 'HIGH',
  uptime_high: 'LOW',
  unit_not_enabled: 'HIGH',
};

const byTier: readonly FindingType[] = ['job_failed', 'job_not_loaded', 'process_missing'];

/**
 * The table of DESIGN 6. The manifest's own `severity` wins, but lowers nothing for a trading service.
 * @param service null for a finding on a machine, a repository or an API
 * @param hidden the services that an observation finding hides
 * @param evidence git_drift's `commits_behind` and `oldest_missing` (ISO instant or null), certificate_expiring's `days_left`
 * @param now ms since the epoch
 */
export function severityOf(
  type: FindingType,
  service: Service | null,
  hidden: readonly Service[],
  evidence: Deviation['evidence'],
  now: number,
): Severity {
  // The services beside it are not concerned.
  if (type === 'unmanaged') return 'LOW';
  if (service) return chosen(type, service, evidence, now);
  const worst = worstOf(hidden.map((each) => chosen(type, each, evidence, now)));
  return worst ?? exceptions[type] ?? 'HIGH';
}

/** Is `one` worse than `other` (negative), or the other way round? */
export function bySeverity(one: Severity, other: Severity): number {
  return severities.indexOf(one) - severities.indexOf(other);
}

/** What a service's findings of a type would be without the manifest's own severities; of git_drift the worst. */
export function usualSeverity(type: FindingType, service: Service): Severity {
  return chosen(type, { ...service, severity: {} }, {}, 0);
}

function chosen(type: FindingType, service: Service, evidence: Deviation['evidence'], now: number): Severity {
  const own = service.severity[type];
  if (service.kind !== 'trading') return own ?? usual(type, service, evidence, now);
  const least = expiringSeverity(type, evidence) ?? tradingExceptions[type] ?? 'CRITICAL';
  return own && bySeverity(own, least) < 0 ? own : least;
}

function usual(type: FindingType, service: Service, evidence: Deviation['evidence'], now: number): Severity {
  if (type === 'git_drift') return driftSeverity(service.risk_tier, evidence, now);
  const expiring = expiringSeverity(type, evidence);
  if (expiring) return expiring;
  if (type === 'health_degraded') return service.risk_tier === 'LOW' ? 'LOW' : 'HIGH';
  if (byTier.includes(type)) return service.risk_tier === 'LOW' ? 'HIGH' : 'CRITICAL';
  return exceptions[type] ?? 'HIGH';
}

/** The same for a trading service: nothing is cut off yet. */
function expiringSeverity(type: FindingType, { days_left: days }: Deviation['evidence']): Severity | null {
  if (type !== 'certificate_expiring') return null;
  return typeof days === 'number' && days >= 7 ? 'LOW' : 'HIGH';
}

function driftSeverity(tier: Severity, evidence: Deviation['evidence'], now: number): Severity {
  if (tier === 'CRITICAL') return 'CRITICAL';
  const behind = evidence['commits_behind'];
  if (typeof behind !== 'number' || behind > FEW_COMMITS) return 'HIGH';
  if (tier === 'LOW') return 'LOW';
  const oldest = evidence['oldest_missing'];
  // An age that nobody knows counts as old.
  const young = typeof oldest === 'string' && now - epochMs(oldest) <= DAY_MS;
  return young ? 'LOW' : 'HIGH';
}

function worstOf(found: Severity[]): Severity | null {
  return found.sort(bySeverity)[0] ?? null;
}
