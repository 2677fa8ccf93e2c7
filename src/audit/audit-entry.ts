import type { AuditRequest } from '../report/request.ts';
import type { Finding } from '../findings/finding.ts';
import type { Report } from '../report/report.ts';
import type { AuditEntry, Closing } from '../store/ledger.ts';
import { isoInstant } from '../time/instant.ts';

/** The numbers of one audit for the history. */
export function entryOf(report: Report, request: AuditRequest, scan: boolean): AuditEntry {
  const whole = request.service === null && request.machine === null && request.only === 'all';
  const { id, finished_at: at, trigger, counts, services } = report;
  const entry = { id, at, trigger, whole, scan, counts };
  // /dupes reads too little to judge a service.
  if (request.only !== 'all') return { ...entry, services: [], tallies: {} };
  const names = new Set(services.map(({ name }) => name));
  const found = report.findings.filter(({ service }) => service !== null && names.has(service));
  const tallies = [...Map.groupBy(found, ({ service }) => service ?? '')].map(
    ([name, findings]): [string, AuditEntry['tallies'][string]] => [
      name,
      [count(findings, 'CRITICAL'), count(findings, 'HIGH'), count(findings, 'LOW')],
    ],
  );
  return { ...entry, services, tallies: Object.fromEntries(tallies) };
}

function count(findings: readonly Finding[], severity: Finding['severity']): number {
  return findings.filter((finding) => finding.severity === severity).length;
}

/** The record of a resolved finding, with how long it was open. @param at ms since the epoch */
export function closingOf(
  { id: finding, type, service, machine, severity, first_seen }: Finding,
  at: number,
): Closing {
  return { finding, type, service, machine, severity, first_seen, resolved_at: isoInstant(at) };
}
