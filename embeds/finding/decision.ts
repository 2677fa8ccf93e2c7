import type { Finding } from '../../src/findings/finding.ts';
import { hasRole } from '../../src/findings/catalogue.ts';
import { subjectOf } from '../../src/findings/subject.ts';
import type { Report } from '../../src/report/report.ts';
import { shades, worst } from '../severity.ts';

type About = Pick<Finding, 'type' | 'service' | 'machine' | 'severity' | 'status' | 'evidence'>;

/**
 * `🔴 2 services need you now, 4 can wait; 2 in sync, 0 unknown`: whether somebody has to get up. An unacknowledged
 * CRITICAL needs somebody now. The line always says how many are unknown.
 */
export function decisionLine({ findings, services, counts, verdict }: Report, isProcesses = false): string {
  if (services.length === 0 && findings.length === 0) return `${shades.unknown.dot} Nothing to check`;
  const inSync = services.filter(({ status }) => status === 'in_sync').length;
  const good = isProcesses ? 'as expected' : 'in sync';
  const unknown = `${counts.unknown} unknown`;
  if (findings.length === 0 && verdict === 'in_sync')
    return `${shades.in_sync.dot} ${inSync === 1 ? '1 service' : `All ${inSync}`} ${good}, ${unknown}`;
  return `${urgency(findings)}; ${inSync} ${good}, ${unknown}`;
}

function urgency(findings: readonly About[]): string {
  const urgent = subjects(findings.filter(isUrgent));
  const all = subjects(findings);
  const later = [...all.keys()].filter((key) => !urgent.has(key)).length;
  const wait = later === 0 ? '' : `, ${later} can wait`;
  if (urgent.size > 0) return `${shades.CRITICAL.dot} ${needing([...urgent.values()])} you now${wait}`;
  const dot = shades[worst(findings) ?? 'unknown'].dot;
  return later === 0
    ? `${dot} Nothing found, but not everything was observed`
    : `${dot} Nothing needs you now${wait}`;
}

function isUrgent({ severity, status }: About): boolean {
  return severity === 'CRITICAL' && status !== 'acknowledged';
}

type Kind = 'service' | 'machine' | 'site' | 'self';

function subjects(findings: readonly About[]): Map<string, Kind> {
  return new Map(
    findings.map((finding) => {
      const kind = kindOf(finding);
      return [`${kind} ${subjectOf(finding) ?? ''}`, kind];
    }),
  );
}

function kindOf({ type, service, machine }: About): Kind {
  if (service !== null) return 'service';
  if (machine !== null) return 'machine';
  return hasRole(type, 'of_site') ? 'site' : 'self';
}

function needing(kinds: readonly Kind[]): string {
  const count = (kind: Kind) => kinds.filter((each) => each === kind).length;
  const parts = [
    ...(['service', 'machine', 'site'] as const).flatMap((kind) =>
      count(kind) === 0 ? [] : [`${count(kind)} ${kind}${count(kind) === 1 ? '' : 's'}`],
    ),
    ...(count('self') === 0 ? [] : ['Driftwatch itself']),
  ];
  const names =
    parts.length < 3 ? parts.join(' and ') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
  return `${names} ${kinds.length === 1 ? 'needs' : 'need'}`;
}
