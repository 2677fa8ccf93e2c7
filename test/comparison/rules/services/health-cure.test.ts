import { describe, expect, it } from 'vitest';
import { compare } from '../../../support/comparison/compare.ts';
import type { HealthAnswer } from '../../../../src/facts/health-answer.ts';
import { seen, unseen } from '../../../../src/facts/observation.ts';
import {
  aHealthAnswer,
  anEndpoint,
  aService,
  aSituation,
  aTradingService,
} from '../../../support/facts/observed.ts';
import { answering, findingOf, statusesIn, typesIn } from '../../../support/comparison/scene.ts';
import { isRated } from '../../../support/findings/is-rated.ts';

const akashic = 'akashic-records';
const notHttp = unseen('malformed', '100.91.193.23:8002 does not answer in valid HTTP', 'NOT_HTTP');
const now = Date.parse('2026-03-29T18:00:00Z');
const day = 86_400_000;

describe('the cure', () => {
  it.each<[answer: Partial<HealthAnswer>, headers: Record<string, string>, cure: string]>([
    [{ status: 401 }, {}, 'It is up, but requires a login: set a token in health.headers.'],
    [{ status: 403 }, { accept: 'text/plain' }, 'set a token in health.headers.'],
    [{ status: 401 }, { authorization: 'Bearer x' }, 'rejects the token in health.headers: renew'],
    [{ status: 401 }, { 'x-api-key': 'x' }, 'rejects the token'],
    [
      { status: 301, location: 'https://akashic/health' },
      {},
      'redirects to https://akashic/health: use that address',
    ],
    [{ status: 404 }, {}, 'has no page at that address: check health_url.'],
    [{ status: 418 }, {}, 'rejects the request'],
    [{ status: 204 }, {}, 'add it to health.expect_status'],
  ])('of %j with %j is no restart', (answer, headers, cure) => {
    const service = aService({ health: { ...aService().health, headers } });
    const { summary } = findingOf(
      answering(aSituation({ services: [service] }), akashic, answer),
      'health_check_failed',
    );
    expect(summary).toContain(cure);
    expect(summary).not.toMatch(/restart|firewall/);
  });

  it('of 500 is a look at its log', () => {
    const { summary } = findingOf(answering(aSituation(), akashic, { status: 500 }), 'health_check_failed');
    expect(summary).toContain('Read its log, then restart it.');
  });
});

describe('health_not_http', () => {
  it('is HIGH, and blames no firewall even where another interface answers', () => {
    const endpoints = [
      anEndpoint(),
      anEndpoint({ interface: 'localhost', url: 'http://127.0.0.1:8002/health', from: 'machine' }),
    ];
    const situation = aSituation({ services: [aService({ endpoints })] });
    situation.observations.health[akashic] = {
      tailscale: notHttp,
      localhost: seen(aHealthAnswer({ pid: null })),
    };
    expect(typesIn(situation)).toEqual(['health_not_http']);
    const { severity, summary } = findingOf(situation, 'health_not_http');
    expect(severity).toBe('HIGH');
    expect(summary).not.toMatch(/restart|firewall/);
    expect(statusesIn(situation)).toEqual({ [akashic]: 'drift' });
  });

  it('is CRITICAL of a service that trades', () => {
    const situation = answering(aSituation({ services: [aTradingService()] }), 'shiva', notHttp);
    expect(findingOf(situation, 'health_not_http').severity).toBe('CRITICAL');
  });
});

describe('a certificate', () => {
  it.each([
    ['CERT_HAS_EXPIRED', 'certificate_expired', 'CRITICAL'],
    ['CERT_UNTRUSTED', 'certificate_untrusted', 'HIGH'],
  ] as const)('that is refused as %s is %s, %s, and no failed health check', (code, type, severity) => {
    const situation = answering(aSituation(), akashic, unseen('unreachable', 'the certificate …', code));
    expect(typesIn(situation)).toEqual([type]);
    const found = findingOf(situation, type);
    expect(found).toMatchObject({ severity, evidence: { failed: [{ asked_from: 'bot' }] } });
    // A worker of the site may have asked.
    expect(found.summary).not.toMatch(/\bbot\b/);
    const machines = situation.machines.map((machine) => ({ ...machine, site: 'home' }));
    expect(findingOf({ ...situation, machines }, type)).toMatchObject({
      evidence: { failed: [{ asked_from: 'site' }] },
    });
  });

  it.each<[days: number, severity: string | null]>([
    [40, null],
    [21, null],
    [20, 'LOW'],
    [7, 'LOW'],
    [6, 'HIGH'],
    [0, 'HIGH'],
  ])('that ends in %i days is %s', (days, severity) => {
    const certificate = { subject: 'akashic', issuer: "Let's Encrypt", valid_to_ms: now + days * day };
    const situation = answering({ ...aSituation(), now }, akashic, { certificate });
    expect(typesIn(situation)).toEqual(severity === null ? [] : ['certificate_expiring']);
    expect(compare(situation).findings.map((found) => found.severity)).toEqual(
      severity === null ? [] : [severity],
    );
  });
});

describe('when a certificate ends', () => {
  const local = anEndpoint({ interface: 'localhost', url: 'https://127.0.0.1:8443/health', from: 'machine' });
  const shown = { subject: 'akashic', issuer: 'R3', valid_to_ms: now + 90 * day };

  it.each<
    [what: string, certificate: HealthAnswer['certificate'], insecure: boolean, url: string, told: number]
  >([
    ['is told as not seen where the machine alone asks and its tool does not say', null, false, local.url, 1],
    ['is known where it says', shown, false, local.url, 0],
    ['is nobody’s business where it is not looked at', null, true, local.url, 0],
    ['is no question without TLS', null, false, 'http://127.0.0.1:8002/health', 0],
  ])('%s', (_what, certificate, insecure, url, told) => {
    const health = { ...aService().health, insecure };
    const situation = aSituation({ services: [aService({ endpoints: [{ ...local, url }], health })] });
    situation.observations.health[akashic] = { localhost: seen(aHealthAnswer({ certificate })) };
    const gaps = compare({ ...situation, now }).gaps.filter(({ fact }) => fact === 'certificate');
    expect(gaps).toHaveLength(told);
    for (const { detail } of gaps) expect(detail).toContain('curl 7.88');
  });
});

isRated('health_not_http', ['HIGH', 'HIGH', 'HIGH'], 'CRITICAL');
isRated('certificate_expired', ['CRITICAL', 'CRITICAL', 'CRITICAL'], 'CRITICAL');
isRated('certificate_untrusted', ['HIGH', 'HIGH', 'HIGH'], 'CRITICAL');
isRated('certificate_expiring', ['HIGH', 'HIGH', 'HIGH'], 'HIGH');
