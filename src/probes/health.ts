import { HttpError } from '../clients/errors.ts';
import type { HttpClient } from '../clients/http.ts';
import type { Endpoint, Service } from '../inventory/manifest.ts';
import type { HealthAnswer, HealthStatement } from './health-answer.ts';
import { readHealth } from './health-body.ts';
import { seen, unseen } from './observation.ts';
import type { Observation } from './observation.ts';

export type { HealthAnswer, HealthStatement };

const MAX_BYTES = 1024 * 1024;

/** Asks one endpoint from here, once, within the service's timeout. Never throws. */
export async function probeHealth(
  http: HttpClient,
  service: Service,
  endpoint: Endpoint,
): Promise<Observation<HealthAnswer>> {
  const { timeout_ms: timeoutMs, version_path: versionPath } = service.health;
  try {
    const headers = healthHeaders(service);
    const answer = await http.get(endpoint.url, { headers, timeoutMs, maxBytes: MAX_BYTES });
    const { status, duration_ms } = answer;
    return seen({ status, ...readHealth(answer, { versionPath, now: Date.now() }), duration_ms });
  } catch (error) {
    if (error instanceof HttpError) return unseen(error.kind, error.message, error.code);
    return unseen('malformed', `internal error: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The manifest's headers; without an Accept of its own, what a health endpoint is most likely to offer. */
export function healthHeaders(service: Service): Record<string, string> {
  const given = service.health.headers;
  const accepts = Object.keys(given).some((name) => name.toLowerCase() === 'accept');
  const accept = 'application/json, application/health+json, text/plain;q=0.9, */*;q=0.8';
  return accepts ? given : { accept, ...given };
}
