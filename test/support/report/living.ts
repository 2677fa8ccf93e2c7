import type { Finding } from '../../../src/findings/finding.ts';
import type { Fix, LivingAlert } from '../../../src/report/living/living-alert.ts';
import { entriesOf } from '../../../src/report/living/sort-news.ts';
import { auditedAt } from '../builders.ts';

/** A posted alert that tells of these findings as new. */
export function anAlertOf(findings: readonly Finding[], over: Partial<LivingAlert> = {}): LivingAlert {
  return {
    id: '7c0ffee1',
    kind: 'news',
    at: auditedAt,
    trigger: 'schedule',
    root: null,
    title: '🟢 Nothing new',
    calm: 'in_sync',
    head: [],
    tail: [],
    entries: entriesOf(findings.map((finding) => ({ finding, why: 'new' as const }))),
    scope: { service: null, machine: null },
    message: { channel: '1100000000000000003', message: '1100000000000000099' },
    awaited_until: null,
    thread: null,
    pushed: false,
    revision: 1,
    shown: 1,
    ...over,
  };
}

export function aFix(over: Partial<Fix> = {}): Fix {
  return {
    finding: 'dup',
    service: 'shiva',
    action: 'restart-container',
    by: { id: '1100000000000000008', name: 'Ada' },
    at: auditedAt,
    verified: true,
    ...over,
  };
}
