import { isoInstant } from '../time/instant.ts';
import type { Finding, Found } from '../findings/finding.ts';
import type { MachineState, Report, ServiceState, Trigger } from './report.ts';

/** The result of one audit, before it is compared with the open findings. */
export type Audited = {
  id: string;
  request: { trigger: Trigger; service: string | null; machine: string | null };
  /** ms since the epoch */
  startedAt: number;
  finishedAt: number;
  comparison: { findings: Found[]; services: ServiceState[]; machines: MachineState[] };
};

/** The findings after the lifecycle; without it, everything is new. */
export type Changes = { findings: Finding[]; resolved: Finding[] };

/**
 * The report of one audit (DESIGN 7). Findings keep the order of the comparison, worst first; acknowledged ones come last,
 * except those of `trading` services, which must stay in sight.
 */
export function assembleReport(
  { id, request, startedAt, finishedAt, comparison }: Audited,
  changes: Changes | null = null,
  trading: ReadonlySet<string> = new Set(),
): Report {
  const started_at = isoInstant(startedAt);
  const { findings, resolved } = changes ?? {
    findings: comparison.findings.map((found) => ({
      ...withoutPersisting(found),
      status: 'new' as const,
      first_seen: started_at,
    })),
    resolved: [],
  };
  const isPutBy = ({ status, service }: Finding) => status === 'acknowledged' && !trading.has(service ?? '');
  const counts = countsOf(comparison.findings, comparison.services);
  return {
    schema: 'driftwatch/report@1',
    id,
    trigger: request.trigger,
    scope: {
      service: request.service,
      ...(request.machine === null ? {} : { machine: request.machine }),
    },
    started_at,
    finished_at: isoInstant(finishedAt),
    // The clock may be set back while an audit runs.
    duration_ms: Math.max(0, Math.round(finishedAt - startedAt)),
    verdict: verdictOf(comparison.findings, counts.unknown),
    counts,
    machines: comparison.machines,
    services: comparison.services,
    findings: findings.toSorted((one, other) => Number(isPutBy(one)) - Number(isPutBy(other))),
    resolved,
  };
}

function verdictOf(findings: readonly Found[], unknown: number): Report['verdict'] {
  if (findings.some(({ category }) => category !== 'observation')) return 'drift';
  return findings.length > 0 || unknown > 0 ? 'incomplete' : 'in_sync';
}

/** Was some fact of it not seen? It may be in drift as well. */
export function isUnseen({ status, unseen }: Pick<ServiceState, 'status' | 'unseen'>): boolean {
  return status === 'unknown' || unseen.length > 0;
}

function countsOf(findings: readonly Found[], services: readonly ServiceState[]): Report['counts'] {
  const counts = { CRITICAL: 0, HIGH: 0, LOW: 0, unknown: 0 };
  for (const { severity } of findings) counts[severity] += 1;
  counts.unknown = services.filter(isUnseen).length;
  return counts;
}

/** Removes what only the lifecycle needs. */
function withoutPersisting(found: Found): Omit<Found, 'persisting'> {
  const kept = { ...found };
  delete kept.persisting;
  return kept;
}
