import type { Service } from '../../../inventory/manifest.ts';
import { quotable } from '../../../text/observed-text.ts';
import type { HealthReading } from './health-reading.ts';
import { addressText, listed } from '../../sentences.ts';

// The wording of a failed reading, for all rules that report it.

/** `connection refused from http://100.91.193.23:8002/health (tailscale)`, the first three. */
export function failureText(failed: readonly HealthReading[]): string {
  return listed(
    failed.map(
      ({ endpoint, detail }) => `${detail} from ${addressText(endpoint.url)} (${endpoint.interface})`,
    ),
    3,
  );
}

/** `HTTP 200`, `HTTP 200 or 204`. */
export function expectedText({ health }: Service): string {
  return `HTTP ${health.expect_status.join(' or ')}`;
}

/**
 * What to do, depending on the answer. A service that answers is alive: a restart does not cure a wrong address or a
 * missing token. @returns null if nothing more is known than that it does not work
 */
export function cureOf({ health }: Service, failed: readonly HealthReading[]): string | null {
  const cures = new Set(failed.map((reading) => cureOfOne(health, reading)));
  const [cure = null] = cures;
  return cures.size === 1 ? cure : null;
}

function cureOfOne(health: Service['health'], { answer, endpoint }: HealthReading): string | null {
  const status = answer?.status ?? 0;
  if (answer?.location && status >= 300 && status < 400)
    return `It is up and redirects to ${quotable(answer.location)}: use that address, or add its status to health.expect_status.`;
  if (status === 401 || status === 403 || status === 407)
    return hasToken(health, endpoint.url)
      ? 'It is up, but rejects the token in health.headers: renew that token.'
      : 'It is up, but requires a login: set a token in health.headers.';
  if (status === 404 || status === 405 || status === 410)
    return 'It is up, but has no page at that address: check health_url.';
  if (status === 429) return 'It is up, but rate-limits the bot: raise that limit.';
  if (status >= 400 && status < 500)
    return 'It is up, but rejects the request: check health_url and health.headers.';
  if (status >= 200 && status < 300 && !health.expect_status.includes(status))
    return `It is up: if ${status} is good, add it to health.expect_status.`;
  return null;
}

function hasToken({ headers }: Service['health'], url: string): boolean {
  const named = Object.keys(headers).some((name) => !/^(?:accept|user-agent|host)(?:-|$)/i.test(name));
  return named || (URL.canParse(url) && new URL(url).username !== '');
}

/** Did anything answer there? Then no firewall blocks it. */
export function cameThrough({ answer, code }: HealthReading): boolean {
  const answers = [
    'NOT_HTTP',
    'CUT_OFF',
    'NO_ANSWER',
    'SLOW_ANSWER',
    'ECONNRESET',
    'TLS',
    'TOO_MANY_REDIRECTS',
  ];
  return answer !== null || answers.includes(code ?? '') || (code ?? '').startsWith('CERT_');
}

/** Each kind of failure once. */
export function failureDetail(failed: readonly HealthReading[]): string {
  return [...new Set(failed.map(({ detail }) => detail))].join('; ');
}

export function failureEvidence({ endpoint, asked_from, detail, answer }: HealthReading) {
  return {
    interface: endpoint.interface,
    url: addressText(endpoint.url),
    asked_from,
    detail,
    status: answer?.status ?? null,
    duration_ms: answer?.duration_ms ?? null,
  };
}
