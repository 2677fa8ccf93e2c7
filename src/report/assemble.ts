import { isoInstant } from '../time.ts';
import type { Found } from './finding.ts';
import { applyLifecycle } from './lifecycle.ts';
import type { MachineState, Report, ServiceState, Trigger } from './report.ts';

type Audited = {
  id: string;
  request: { trigger: Trigger; service: string | null; machine: string | null };
  /** ms since the epoch */
  startedAt: number;
  finishedAt: number;
  comparison: { findings: Found[]; services: ServiceState[]; machines: MachineState[] };
};

/** The report of one audit (DESIGN 7). Findings keep the order of the comparison: worst first. */
export function assembleReport({ id, request, startedAt, finishedAt, comparison }: Audited): Report {
  const started_at = isoInstant(startedAt);
  const { findings, resolved } = applyLifecycle(null, comparison.findings, started_at, () => true);
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
    // The wall clock may be set back while an audit runs.
    duration_ms: Math.max(0, Math.round(finishedAt - startedAt)),
    verdict: verdictOf(comparison.findings, counts.unknown),
    counts,
    machines: comparison.machines,
    services: comparison.services,
    findings,
    resolved,
  };
}

function verdictOf(findings: readonly Found[], unknown: number): Report['verdict'] {
  if (findings.some(({ category }) => category !== 'observation')) return 'drift';
  return findings.length > 0 || unknown > 0 ? 'incomplete' : 'in_sync';
}

function countsOf(findings: readonly Found[], services: readonly ServiceState[]): Report['counts'] {
  const counts = { CRITICAL: 0, HIGH: 0, LOW: 0, unknown: 0 };
  for (const { severity } of findings) counts[severity] += 1;
  counts.unknown = services.filter(({ status }) => status === 'unknown').length;
  return counts;
}
