import type { Bulletin } from '../../../src/report/bulletin.ts';
import type { Finding } from '../../../src/findings/finding.ts';
import { aFinding, aReport } from '../builders.ts';

export const shivaTwice: Finding = aFinding({
  id: 'dup',
  type: 'duplicate_process',
  severity: 'CRITICAL',
  service: 'shiva',
  machine: 'tesseract',
  expected: '1 instance',
  actual: '2 instances',
  summary: 'shiva on tesseract runs twice. @everyone <@&1100000000000000021> **look**',
});

/** By default one new CRITICAL finding. */
export function aBulletin(over: Partial<Bulletin> = {}): Bulletin {
  return {
    kind: 'news',
    report: aReport({ findings: [shivaTwice] }),
    news: { opened: [shivaTwice], worsened: [], resolved: [] },
    merges: [],
    trend: null,
    resolved: [],
    warning: null,
    late: null,
    ...over,
  };
}
