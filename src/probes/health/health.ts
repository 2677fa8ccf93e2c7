import { HttpError } from '../../clients/errors.ts';
import type { HttpClient } from '../../clients/http/client.ts';
import { connectTcp } from '../../clients/tcp.ts';
import type { Endpoint, Service } from '../../inventory/manifest.ts';
import { isTcp } from '../../inventory/manifest.ts';
import type { HealthAnswer } from '../../facts/health-answer.ts';
import { readAuthorities, UnreadableAuthorities } from './health-authorities.ts';
import { readHealth } from './health-body.ts';
import { INTERNAL, seen, unseen } from '../../facts/observation.ts';
import type { Observation } from '../../facts/observation.ts';
import { tcpAnswer } from './tcp-answer.ts';

const MAX_BYTES = 1024 * 1024;

/** Requests one endpoint from the bot, once, within the service's timeout. Never throws. */
export async function probeHealth(
  http: HttpClient,
  service: Service,
  endpoint: Endpoint,
): Promise<Observation<HealthAnswer>> {
  const { timeout_ms: timeoutMs, version_path: versionPath } = service.health;
  try {
    if (isTcp(endpoint)) return tcpAnswer(await connectTcp(new URL(endpoint.url), timeoutMs));
    const headers = healthHeaders(service);
    const trust = { ca: await readAuthorities(service.health.ca), insecure: service.health.insecure };
    const answer = await http.get(endpoint.url, { headers, timeoutMs, maxBytes: MAX_BYTES, trust });
    const { status, duration_ms, certificate } = answer;
    const location = answer.headers['location'] ?? null;
    const read = readHealth(answer, { versionPath, now: Date.now() });
    return seen({ status, ...read, duration_ms, location, certificate });
  } catch (error) {
    if (error instanceof UnreadableAuthorities) return unseen('unsupported', error.message, 'ERR_CA');
    if (error instanceof HttpError) return unseen(error.kind, error.message, error.code);
    return unseen(
      'malformed',
      `internal error: ${error instanceof Error ? error.message : String(error)}`,
      INTERNAL,
    );
  }
}

/** The manifest's headers; the default Accept covers what health endpoints usually offer. */
export function healthHeaders(service: Service): Record<string, string> {
  const given = service.health.headers;
  const accepts = Object.keys(given).some((name) => name.toLowerCase() === 'accept');
  const accept = 'application/json, application/health+json, text/plain;q=0.9, */*;q=0.8';
  return accepts ? given : { accept, ...given };
}
