import type { Severity } from '../../../src/findings/severity.ts';
import type { Finding } from '../../../src/findings/finding.ts';
import type { Report, ServiceState } from '../../../src/report/report.ts';
import { filed } from '../../../src/store/history.ts';
import type { AuditEntry, Closing } from '../../../src/store/ledger.ts';
import { auditedAt } from '../builders.ts';
import { aMemory } from '../bots/memory.ts';
import { anOpenFinding } from '../report/open-finding.ts';

type Audit = { at?: string; whole?: boolean; counts?: Partial<Report['counts']>; services?: ServiceState[] };
type Past = { standing?: Finding[]; audits?: Audit[]; closings?: Closing[] };

/** What a bot remembers that has been through these audits, and finds these findings standing. */
export async function remembering({ standing = [], audits = [], closings = [] }: Past, now = Date.now) {
  const memory = aMemory(now);
  await memory.ledger.update((value) => ({
    value: {
      ...value,
      standing: standing.map((finding) => anOpenFinding(finding)),
    },
    result: null,
  }));
  await memory.history.update((empty) => ({
    value: audits.reduce(
      (past, audit, index) => filed(past, entryOf(audit, index, standing), index === 0 ? closings : []),
      empty,
    ),
    result: null,
  }));
  return memory;
}

function entryOf(
  { at = auditedAt, whole = true, counts = {}, services = [] }: Audit,
  index: number,
  standing: Finding[],
): AuditEntry {
  const tallies = services.map(({ name }): [string, [number, number, number]] => {
    const found = (severity: Severity) =>
      standing.filter((finding) => finding.service === name && finding.severity === severity).length;
    return [name, [found('CRITICAL'), found('HIGH'), found('LOW')]];
  });
  return {
    id: `audit-${index}`,
    at,
    trigger: 'schedule',
    whole,
    scan: whole,
    counts: { CRITICAL: 0, HIGH: 0, LOW: 0, unknown: 0, ...counts },
    services,
    tallies: Object.fromEntries(tallies),
  };
}
