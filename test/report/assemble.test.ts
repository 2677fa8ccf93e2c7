import { describe, expect, it } from 'vitest';
import { assembleReport } from '../../src/report/assemble.ts';
import { exitCodeOf } from '../../src/report/formats.ts';
import { Report } from '../../src/report/report.ts';
import { epochMs } from '../../src/time/instant.ts';
import { aFinding, aMachineState, aServiceState, auditedAt } from '../support/builders.ts';

const startedAt = epochMs(auditedAt);
const request = { trigger: 'cli' as const, service: null, machine: null };
const machines = [aMachineState()];

function assembled(comparison: Partial<Parameters<typeof assembleReport>[0]['comparison']>, over = {}) {
  const nothing = { findings: [], services: [], machines };
  return assembleReport({
    id: 'a1',
    request,
    startedAt,
    finishedAt: startedAt + 1240,
    comparison: { ...nothing, ...comparison },
    ...over,
  });
}

describe('the verdict, the counts and the exit code', () => {
  it.each([
    ['nothing found', [], 'in_sync', 'in_sync', 0],
    ['drift', [aFinding()], 'drift', 'drift', 1],
    ['low drift', [aFinding({ type: 'uptime_high', severity: 'LOW' })], 'drift', 'drift', 1],
    [
      'a machine that hides a service',
      [aFinding({ type: 'machine_unreachable' })],
      'unknown',
      'incomplete',
      2,
    ],
    ['a failed probe that hides none', [aFinding({ type: 'probe_failed' })], 'in_sync', 'incomplete', 2],
    ['an unknown service alone', [], 'unknown', 'incomplete', 2],
    ['drift beside what is unknown', [aFinding(), aFinding({ type: 'probe_failed' })], 'unknown', 'drift', 1],
  ] as const)('%s', (_what, findings, status, verdict, exit) => {
    const report = assembled({ findings: [...findings], services: [aServiceState({ status })] });
    expect(report.verdict).toBe(verdict);
    expect(exitCodeOf(report)).toBe(exit);
    expect(report.counts.unknown).toBe(status === 'unknown' ? 1 : 0);
    expect(Report.parse(report)).toEqual(report);
  });

  it('counts each finding under its severity', () => {
    const findings = (['CRITICAL', 'CRITICAL', 'LOW'] as const).map((severity) => aFinding({ severity }));
    expect(assembled({ findings }).counts).toEqual({ CRITICAL: 2, HIGH: 0, LOW: 1, unknown: 0 });
  });
});

it('dates findings from the start of the audit', () => {
  const report = assembled({
    findings: [aFinding({ status: 'ongoing', first_seen: '2020-01-01T00:00:00Z' })],
  });
  expect(report.findings).toMatchObject([{ status: 'new', first_seen: auditedAt }]);
  expect(report).toMatchObject({
    started_at: auditedAt,
    finished_at: '2026-03-29T18:00:01.240Z',
    duration_ms: 1240,
  });
});

it('names the machine in the scope only where the audit was narrowed to one', () => {
  expect(assembled({}).scope).toEqual({ service: null });
  expect(assembled({}, { request: { ...request, machine: 'tesseract' } }).scope).toEqual({
    service: null,
    machine: 'tesseract',
  });
});

it('has no negative duration, though the clock was set back', () => {
  expect(assembled({}, { finishedAt: startedAt - 5000 }).duration_ms).toBe(0);
});

describe('the order of the findings', () => {
  const found = ['stale', 'known', 'shiva', 'last'].map((id) =>
    aFinding({
      id,
      service: id === 'shiva' ? 'shiva' : 'docs',
      status: id === 'known' || id === 'shiva' ? 'acknowledged' : 'ongoing',
    }),
  );

  it.each([
    ['puts what is acknowledged last', [], ['stale', 'last', 'known', 'shiva']],
    ['but leaves what a trading service has in its place', ['shiva'], ['stale', 'shiva', 'last', 'known']],
  ])('%s', (_, trading, order) => {
    const comparison = { findings: found, services: [], machines };
    const seen = { id: 'a1', request, startedAt, finishedAt: startedAt, comparison };
    const report = assembleReport(seen, { findings: found, resolved: [] }, new Set(trading));
    expect(report.findings.map(({ id }) => id)).toEqual(order);
    expect(report.counts.HIGH).toBe(4);
  });
});
