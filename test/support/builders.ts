import { affectsOf } from '../../src/findings/affects.ts';
import { isUnseen } from '../../src/report/assemble.ts';
import { catalogue } from '../../src/findings/catalogue.ts';
import { severities } from '../../src/findings/severity.ts';
import { cureOf, titleOf } from '../../src/findings/wording.ts';
import type { Finding } from '../../src/findings/finding.ts';
import type { MachineState, Report, ServiceState } from '../../src/report/report.ts';

// In-memory values with the lesson's names. Every builder takes what the test is about and fills in the rest.

export const auditedAt = '2026-03-29T18:00:00.000Z';
export const runningSha = 'a3f8c21d9e0b4f6a7c8d1e2f3a4b5c6d7e8f9a0b';
export const headSha = 'b9d1e44c0a1b2c3d4e5f60718293a4b5c6d7e8f9';

/** By default the lesson's git_drift. */
export function aFinding(over: Partial<Finding> = {}): Finding {
  const type = over.type ?? 'git_drift';
  const finding: Omit<Finding, 'title' | 'advice'> & Partial<Finding> = {
    id: '5f0c2a9b7d1e4c38',
    type,
    category: catalogue[type].category,
    severity: 'HIGH',
    service: 'akashic-records',
    machine: 'knox-mac-mini',
    summary:
      'akashic-records on knox-mac-mini is running commit a3f8c21 (2026-03-27), main is b9d1e44 (2026-03-29). 4 commits behind. Last changed: indexer.py — reindex logic updated.',
    expected: headSha,
    actual: runningSha,
    evidence: { commits_behind: 4, files: ['src/indexer.py', 'README.md'] },
    affects: affectsOf(over.evidence),
    status: 'new',
    first_seen: auditedAt,
    ...over,
  };
  return { title: titleOf(finding), advice: cureOf(finding, false), ...finding };
}

export function aServiceState(over: Partial<ServiceState> = {}): ServiceState {
  return {
    name: 'akashic-records',
    machine: 'knox-mac-mini',
    status: 'drift',
    unseen: [],
    running_sha: runningSha,
    expected_sha: headSha,
    commits_behind: 4,
    pid: 4182,
    uptime_seconds: 86_400,
    instances: 1,
    ...over,
  };
}

export function aMachineState(over: Partial<MachineState> = {}): MachineState {
  return {
    name: 'knox-mac-mini',
    host: '100.91.193.23',
    status: 'observed',
    error: null,
    duration_ms: 420,
    ...over,
  };
}

/** One stale service. Counts and verdict follow from the findings and services given. */
export function aReport(over: Partial<Report> = {}): Report {
  const findings = over.findings ?? [aFinding()];
  const services = over.services ?? [aServiceState()];
  const unknown = services.filter(isUnseen).length;
  const [CRITICAL, HIGH, LOW] = severities.map(
    (severity) => findings.filter((finding) => finding.severity === severity).length,
  );
  const drift = findings.some((finding) => finding.category !== 'observation');
  return {
    schema: 'driftwatch/report@1',
    id: '7c0ffee1',
    trigger: 'cli',
    scope: { service: null },
    started_at: auditedAt,
    finished_at: '2026-03-29T18:00:01.240Z',
    duration_ms: 1240,
    verdict: drift ? 'drift' : unknown > 0 || findings.length > 0 ? 'incomplete' : 'in_sync',
    counts: { CRITICAL: CRITICAL ?? 0, HIGH: HIGH ?? 0, LOW: LOW ?? 0, unknown },
    machines: [aMachineState()],
    services,
    findings,
    resolved: [],
    ...over,
  };
}
