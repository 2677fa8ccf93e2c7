import { affectsNothing } from '../findings/affects.ts';
import { catalogue } from '../findings/catalogue.ts';
import type { Finding } from '../findings/finding.ts';
import type { Bulletin } from './bulletin.ts';

/** What a drill tells: one CRITICAL finding that is none, as new or as over. @param at ISO instant */
export function drillBulletin(id: string, by: string, at: string, over: boolean): Bulletin {
  const finding: Finding = {
    id: `drill-${id}`,
    type: 'duplicate_process',
    category: catalogue.duplicate_process.category,
    severity: 'CRITICAL',
    service: 'drill',
    machine: null,
    summary: `This is a drill that ${by} requested: nothing is wrong. A real alert of this kind looks the same.`,
    title: 'This is a drill: nothing is wrong',
    advice: 'Say that you were woken, then go back to sleep.',
    expected: null,
    actual: null,
    evidence: {},
    affects: affectsNothing,
    status: 'new',
    first_seen: at,
  };
  return {
    kind: 'drill',
    report: {
      schema: 'driftwatch/report@1',
      id,
      trigger: 'command',
      scope: { service: null },
      started_at: at,
      finished_at: at,
      duration_ms: 0,
      verdict: 'in_sync',
      counts: { CRITICAL: 0, HIGH: 0, LOW: 0, unknown: 0 },
      machines: [],
      services: [],
      findings: [],
      resolved: [],
    },
    news: { opened: over ? [] : [finding], worsened: [], resolved: over ? [finding] : [] },
    merges: [],
    trend: null,
    resolved: [],
    warning: null,
    late: null,
  };
}
