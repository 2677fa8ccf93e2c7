import { describe, expect, it } from 'vitest';
import { toneOf } from '../../../../src/comparison/readings/health/health-words.ts';
import { judge, toneOfBody } from '../../../support/comparison/health-judging.ts';

const html = { 'content-type': 'text/html; charset=utf-8' };

describe('a body that says that the service is less than well', () => {
  it.each<[body: unknown]>([
    [{ status: 'degraded' }],
    [{ status: 'DEGRADED_PERFORMANCE' }],
    [{ status: 'warn' }],
    [{ status: 'warning' }],
    [{ status: 'yellow' }],
    [{ status: 'partial' }],
    [{ status: 'partial_outage' }],
    [{ status: 'HEALTH_WARN' }],
    [{ state: 'starting' }],
    [{ state: 'shutting down' }],
    [{ status: 'UP', components: { db: { status: 'DOWN' } } }],
    [{ status: 'UP', components: { db: { components: { primary: { status: 'DOWN' } }, status: 'UP' } } }],
    [{ status: 'ok', checks: { db: false } }],
    [{ status: 'pass', checks: { cpu: [{ status: 'warn' }] } }],
    [{ status: 'Healthy', entries: { db: { status: 'Unhealthy' } } }],
    [{ status: 'ok', errors: ['disk is full'] }],
    [{ status: 'ok', ready: false }],
    [{ status: 'ok', degraded: true }],
    [{ status: 'ok', db_check: [{ status: 'failed' }] }],
    ['Degraded'],
    ['warming up'],
  ])('is %j', (body) => {
    expect(toneOfBody(body)).toBe('degraded');
  });
});

describe('a body that says that the service is well', () => {
  it.each<[body: unknown, headers?: Record<string, string>]>([
    [{ status: 'ok' }],
    [{ status: ' UP ' }],
    [{ status: 'green' }],
    [{ status: 'Healthy', entries: { db: { status: 'Healthy' } } }],
    [{ status: 200 }],
    [{ status: true }],
    [{ ok: 1 }],
    [{ health: 'true', reason: '' }],
    [{ status: 'HEALTH_OK' }],
    [{ status: 'SERVING' }],
    [{ status: 'ok', error: null, errors: [], failures: {} }],
    [{ status: 'ok', info: { db: { status: 'up' } }, error: {}, details: { db: { status: 'up' } } }],
    [{ ok: true, state: 'leader' }],
    [{ status: 'UP', components: { discovery: { status: 'UNKNOWN' } } }],
    [{ status: 'UP', components: { disk: { status: 'UP', details: { exists: false, path: '/down' } } } }],
    [
      {
        status: 'ok',
        trend: 'down',
        market: 'closed',
        last_error: 'timeout',
        position: { state: 'stopped' },
      },
    ],
    [{ status: 'ok', dependencies: ['error-service', 'down'] }],
    [{ status: 'no errors' }],
    [{ status: { indicator: 'none', description: 'All Systems Operational' }, ok: true }],
    [{ checks: [{ name: 'db', status: 'UP' }] }],
    ['OK'],
    ['Ok.\n'],
    ['pong'],
    ['healthy'],
    ['"OK"'],
    ['true'],
    ['GitLab OK'],
    ['Prometheus Server is Healthy.\n'],
    ['All systems operational'],
    ['200 OK'],
    ['ready'],
    ['✅'],
    ['OK', html],
    ['<html><body><h1>200 OK</h1>\nService ready.\n</body></html>\n', html],
  ])('is %j', (body, headers) => {
    expect(toneOfBody(body, headers)).toBe('good');
  });
});

describe('a body of which nobody can tell', () => {
  it.each<[body: unknown]>([
    [{ status: 'purple' }],
    [{ state: 'trading' }],
    [{ status: 'unknown' }],
    [{ status: null }],
    [{ healthy: null }],
    [{ status: '' }],
    [{ status: 0 }],
    [{ status: 'OK, last failure 3 days ago' }],
    ['banana'],
    ['Hello, World!'],
  ])('is %j', (body) => {
    expect(toneOfBody(body)).toBe('unclear');
  });

  it('is made good by health.good, in any case, number or flag', () => {
    expect(judge({ status: 'Purple' }, {}, ['purple'])?.tone).toBe('good');
    expect(judge({ status: 0 }, {}, ['0'])?.tone).toBe('good');
    expect(judge({ status: 'degraded' }, {}, ['degraded'])?.tone).toBe('good');
    expect(judge('banana', {}, ['banana'])?.tone).toBe('good');
    expect(judge({ status: 'ok', checks: { db: 'down' } }, {}, ['down'])?.tone).toBe('good');
  });
});

describe('a body that says nothing of its state', () => {
  it.each<[body: unknown, headers?: Record<string, string>]>([
    [''],
    ['  \n'],
    [{}],
    ['null'],
    [{ version: 'a3f8c21', pid: 1, uptime_seconds: 5 }],
    [{ message: 'hello' }],
    [{ errors: 5, success: 1200, failed: 3 }],
    [{ trend: 'down', market: 'closed', mode: 'partial' }],
    ['<!doctype html><title>Grafana</title><div id="root"></div>', html],
    ['<html><body>Loading...</body></html>', html],
    ['<html><body><h1>It works!</h1></body></html>', html],
    ['<html><body style="background: green"><div id="app"></div></body></html>', html],
    ['<html><body><p>Sign in to go on</p></body></html>', html],
    [`${'word '.repeat(500)}error`],
    [Buffer.from([0xff, 0xfe, 0x00, 0xc3, 0x28])],
    [Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0])],
  ])('is %j', (body, headers) => {
    expect(toneOfBody(body, headers)).toBeNull();
  });
});

it('says what the body says, and where', () => {
  expect(judge({ status: 'UP', components: { db: { status: 'DOWN' } } })).toMatchObject({
    because: 'it says status: UP, but components.db.status: DOWN',
  });
  expect(judge('Not OK')).toMatchObject({ because: 'it says "Not OK"' });
});

it.each<[text: string, tone: string]>([
  ["isn't ready", 'bad'],
  ["can't connect, unreachable", 'bad'],
  ['not down', 'good'],
  ['nothing', 'unclear'],
  ['0 errors', 'good'],
  ['ok: false', 'bad'],
  ['Major Service Outage', 'bad'],
  ['minor outage', 'degraded'],
  ['up and running', 'good'],
  ['', 'unclear'],
  ['MyApp v1.0.0 ready', 'good'],
  ['10.0.0.1 up', 'good'],
  ['Listening on 0.0.0.0:8080, healthy', 'good'],
  ['Node emqx@127.0.0.1 is started', 'good'],
  ['node-0 healthy', 'good'],
  ['latency 0 ms ok', 'good'],
  ['uptime 0 days, up', 'good'],
  ['queue 0 ok', 'good'],
  ['Status 0: OK', 'good'],
  ['no active alarms', 'good'],
  ['nothing failed', 'good'],
  ['error-free', 'good'],
  ['0% errors', 'good'],
  ['errors: 0', 'good'],
  ['error rate 0.0%', 'good'],
  ['running, failed=0, warnings: 0', 'good'],
  ['error: 0 bytes written', 'bad'],
  ['errors: 10', 'bad'],
  ['not all pods are ready', 'degraded'],
  ['3/3 healthy', 'good'],
  ['2/3 healthy', 'degraded'],
  ['Ready: 2/3', 'degraded'],
  ['2 out of 3 nodes ready', 'degraded'],
  ['0/3 healthy', 'bad'],
  ['0 of 3 replicas ready', 'bad'],
  ['ready 0/3', 'bad'],
  ['0 available', 'bad'],
  ['no healthy upstream', 'bad'],
  ['no normal operation', 'bad'],
  ['no jobs running', 'unclear'],
  ['no clients connected', 'unclear'],
  ['not connected', 'bad'],
  ['DB_MIGRATION_RUNNING', 'degraded'],
  ['DB_MIGRATION_NEEDED', 'degraded'],
  ['catching up', 'degraded'],
])('reads %j as %s', (text, tone) => {
  expect(toneOf(text)).toBe(tone);
});
