import { describe, expect, it } from 'vitest';
import { headSha, runningSha } from '../../support/builders.ts';
import { now, nothing, readFacts } from '../../support/probes/health-bodies.ts';

const metrics = (sha: string) => `# HELP akashic_build_info Build.
# TYPE akashic_build_info gauge
go_build_info{checksum="",path="github.com/x",version="(devel)"} 1
akashic_build_info{branch="main",goversion="go1.22",revision="${sha}",version="1.4.2"} 1
process_start_time_seconds 1.7747856e+09
`;
const ietf = { 'content-type': 'application/health+json; charset=utf-8' };
const uptimeCheck = (observedValue: unknown, observedUnit?: string) => ({
  status: 'pass',
  checks: { uptime: [{ componentType: 'system', observedValue, observedUnit }] },
});

describe('readHealth', () => {
  it.each<[what: string, body: unknown, headers: Record<string, string>, expected: object]>([
    [
      "the lesson's",
      { version: runningSha, pid: 4182, uptime_seconds: 86_400 },
      {},
      { format: 'seed', version: runningSha, pid: 4182, uptime_seconds: 86_400 },
    ],
    ["the lesson's, only the version", { version: 'unknown' }, {}, { format: 'seed', version: 'unknown' }],
    ["the lesson's, only the pid as text", { pid: '4182' }, {}, { format: 'seed', pid: 4182 }],
    [
      "the lesson's with a status",
      { status: 'Error', version: 'a3f8c21', pid: 1 },
      {},
      { format: 'seed', version: 'a3f8c21', pid: 1 },
    ],
    [
      "the lesson's under another type",
      '\uFEFF \n{"version":"a3f8c21"}',
      { 'content-type': 'text/plain' },
      { format: 'seed', version: 'a3f8c21' },
    ],
    [
      "the lesson's under IETF's type",
      { version: 'a3f8c21', pid: 7 },
      ietf,
      { format: 'seed', version: 'a3f8c21', pid: 7 },
    ],
    [
      'IETF, whose version is the API’s',
      { status: 'pass', version: '20260327', releaseId: 'a3f8c21' },
      {},
      { format: 'health+json', version: 'a3f8c21' },
    ],
    ['IETF by its type', { status: 'warn', version: '20260327' }, ietf, { format: 'health+json' }],
    [
      'IETF uptime in seconds',
      uptimeCheck(1_209_600.245, 's'),
      ietf,
      { format: 'health+json', uptime_seconds: 1_209_600.245 },
    ],
    ['IETF uptime in ms', uptimeCheck(5000, 'ms'), ietf, { format: 'health+json', uptime_seconds: 5 }],
    ['IETF uptime in hours', uptimeCheck(2, 'h'), ietf, { format: 'health+json', uptime_seconds: 7200 }],
    ['IETF uptime without a unit', uptimeCheck(2), ietf, { format: 'health+json' }],
    ['IETF uptime as text', uptimeCheck('2', 's'), ietf, { format: 'health+json' }],
    ['a bare status', { status: 'ok' }, {}, { format: 'health+json' }],
    [
      "Spring's health",
      { status: 'DOWN', components: { db: { status: 'DOWN' } } },
      {},
      { format: 'actuator' },
    ],
    [
      "Spring's info",
      { git: { branch: 'main', commit: { id: 'a3f8c21', time: '…' } }, process: { pid: 4182 } },
      {},
      { format: 'actuator', version: 'a3f8c21', pid: 4182 },
    ],
    [
      "Spring's full info",
      { git: { commit: { id: { abbrev: 'a3f8c21', full: runningSha } } } },
      {},
      { format: 'actuator', version: runningSha },
    ],
    [
      'a build of a changed checkout',
      { git: { dirty: 'true', commit: { id: { abbrev: 'a3f8c21' } } } },
      {},
      { format: 'actuator', version: 'a3f8c21-dirty' },
    ],
    [
      'Prometheus',
      metrics('a3f8c21'),
      {},
      { format: 'prometheus', version: 'a3f8c21', uptime_seconds: now / 1000 - 1_774_785_600 },
    ],
    [
      'Prometheus by the clock of the service',
      metrics('a3f8c21'),
      { date: 'Sun, 29 Mar 2026 12:01:00 GMT' },
      { format: 'prometheus', version: 'a3f8c21', uptime_seconds: 60 },
    ],
    [
      'Prometheus from the future',
      metrics('a3f8c21'),
      { date: 'Sun, 29 Mar 2026 11:00:00 GMT' },
      { format: 'prometheus', version: 'a3f8c21' },
    ],
    [
      'Prometheus without a start',
      'build_info{ revision = "a\\"b\\\\c" , } 1',
      {},
      { format: 'prometheus', version: 'a"b\\c' },
    ],
    [
      'Prometheus without a revision',
      'process_start_time_seconds{job="x"} 1774806000',
      {},
      { format: 'prometheus', uptime_seconds: 1200 },
    ],
    ['a short text', 'OK', {}, { format: 'text' }],
    [
      'JSON that PHP calls a page',
      { version: 'a3f8c21' },
      { 'content-type': 'text/html' },
      { format: 'seed', version: 'a3f8c21' },
    ],
    [
      'UTF-16',
      Buffer.from('\uFEFF{"version":"a3f8c21"}', 'utf16le'),
      {},
      { format: 'seed', version: 'a3f8c21' },
    ],
    ['a header alone', 'OK', { 'x-git-sha': runningSha }, { format: 'headers', version: runningSha }],
    ['the other header', '', { 'x-revision': 'a3f8c21, b9d1e44' }, { format: 'headers', version: 'a3f8c21' }],
    [
      'a header beside a status',
      { status: 'ok' },
      { 'x-git-sha': 'a3f8c21' },
      { format: 'health+json', version: 'a3f8c21' },
    ],
    [
      'a header beside a semver',
      { version: '1.4.2' },
      { 'x-git-sha': 'a3f8c21' },
      { format: 'seed', version: 'a3f8c21' },
    ],
    [
      'a body that contradicts its header',
      { version: 'a3f8c21' },
      { 'x-git-sha': headSha },
      { format: 'seed', version: 'a3f8c21' },
    ],
    [
      'a commit beside a semver',
      { version: '1.4.2', git: { commit: { id: 'a3f8c21' } } },
      {},
      { format: 'seed', version: 'a3f8c21' },
    ],
  ])('reads %s', (_, body, headers, expected) => {
    expect(readFacts(body, headers)).toEqual({ ...nothing, ...expected });
  });

  it.each<[what: string, body: unknown, headers?: Record<string, string>]>([
    [
      'with a header',
      '<h1>Welcome</h1>',
      { 'content-type': 'Text/HTML; charset=utf-8', 'x-git-sha': runningSha },
    ],
    ['that does not say so', `\n<!doctype html>\n${metrics('a3f8c21')}`],
    ['without a doctype', '<html lang="en"><title>Sign in</title>'],
  ])('finds nothing but a page in one %s', (_, body, headers) => {
    expect(readFacts(body, headers)).toEqual({ ...nothing, format: 'page' });
  });
});
