import { describe, expect, it } from 'vitest';
import type { AuditRequest } from '../../../src/report/request.ts';
import type { Report } from '../../../src/report/report.ts';
import { createMetrics } from '../../../src/triggers/gauges.ts';
import { aFinding, aReport, aServiceState } from '../../support/builders.ts';
import { anApp } from '../../support/discord/app.ts';
import { ask, aServer } from '../../support/triggers/scene.ts';

const whole: AuditRequest = { trigger: 'schedule', service: null, machine: null, only: 'all' };
const finished = Date.parse('2026-03-29T18:00:01.240Z') / 1000;

/** What Prometheus reads after these audits: comments and the histogram's buckets left out. */
async function read(...audits: [Report, Partial<AuditRequest>?][]): Promise<string[]> {
  const metrics = createMetrics();
  for (const [report, request] of audits) metrics.record(report, { ...whole, ...request });
  const { port } = await aServer(anApp(), { metrics });
  const { status, headers, text } = await ask(port, { method: 'GET', path: '/metrics' });
  expect(status).toBe(200);
  expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#') && !line.includes('_bucket{'));
}

const stale = aFinding();
const double = aFinding({ id: '1', type: 'duplicate_process', severity: 'CRITICAL', service: 'shiva' });
const hidden = aFinding({ id: '2', type: 'probe_failed', service: null });
const shiva = aServiceState({ name: 'shiva', status: 'unknown' });
const everything = aReport({ findings: [double, stale, hidden], services: [aServiceState(), shiva] });
const timed = (count: number) => [
  `driftwatch_audit_duration_seconds_sum ${1.24 * count}`,
  `driftwatch_audit_duration_seconds_count ${count}`,
];

describe('GET /metrics', () => {
  it('tells nothing of what was never observed', async () => {
    expect(await read()).toEqual(timed(0));
  });

  it('tells what an audit of everything found', async () => {
    expect(await read([everything])).toEqual([
      'driftwatch_findings{severity="CRITICAL",type="duplicate_process"} 1',
      'driftwatch_findings{severity="HIGH",type="git_drift"} 1',
      'driftwatch_findings{severity="HIGH",type="probe_failed"} 1',
      'driftwatch_services_unknown 1',
      ...timed(1),
      `driftwatch_last_audit_timestamp_seconds ${finished}`,
    ]);
  });

  it('falls to 0 with the finding that is gone, and knows when all was seen', async () => {
    const clean = aReport({ findings: [], services: [aServiceState({ status: 'in_sync' })] });
    expect(await read([aReport()], [clean])).toEqual([
      'driftwatch_findings{severity="HIGH",type="git_drift"} 0',
      'driftwatch_services_unknown 0',
      ...timed(2),
      `driftwatch_last_audit_timestamp_seconds ${finished}`,
      `driftwatch_last_success_timestamp_seconds ${finished}`,
    ]);
  });

  it('learns of one service from an audit of that one alone', async () => {
    const mended = aReport({ findings: [], services: [aServiceState({ name: 'shiva', status: 'in_sync' })] });
    expect(await read([everything], [mended, { service: 'shiva' }])).toEqual([
      'driftwatch_findings{severity="CRITICAL",type="duplicate_process"} 0',
      'driftwatch_findings{severity="HIGH",type="git_drift"} 1',
      'driftwatch_findings{severity="HIGH",type="probe_failed"} 1',
      'driftwatch_services_unknown 0',
      ...timed(2),
      `driftwatch_last_audit_timestamp_seconds ${finished}`,
    ]);
  });

  it('tells what an audit of one service found, and no number of unknown ones before one of everything', async () => {
    expect(await read([aReport(), { service: 'akashic-records' }])).toEqual([
      'driftwatch_findings{severity="HIGH",type="git_drift"} 1',
      ...timed(1),
    ]);
  });

  it('learns nothing but its duration from an audit of processes alone', async () => {
    expect(await read([aReport(), { only: 'processes' }])).toEqual(timed(1));
  });
});

describe('GET /health', () => {
  it('tells the commit, the process and since when it runs', async () => {
    let now = 1000;
    const { port } = await aServer(anApp(), { version: stale.expected, now: () => now });
    now += 61_999;
    const { status, text } = await ask(port, { method: 'GET', path: '/health' });
    expect({ status, text }).toEqual({
      status: 200,
      text: `{"status":"ok","version":"${stale.expected}","pid":${process.pid},"uptime_seconds":61,"watch":null}`,
    });
    const unknown = await aServer();
    expect((await ask(unknown.port, { method: 'GET', path: '/health' })).text).toContain('"version":null');
  });

  it.each(['/health', '/metrics'])('and no other verb than GET and HEAD at %s', async (path) => {
    const { port } = await aServer();
    expect(await ask(port, { method: 'HEAD', path })).toMatchObject({ status: 200, text: '' });
    expect(await ask(port, { path })).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
  });
});
