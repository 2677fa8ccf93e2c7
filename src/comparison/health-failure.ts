import type { HealthReading } from './health-reading.ts';
import { addressText, listed } from './sentences.ts';

// How a failed reading is told, whichever rule it counts for.

/** `connection refused from http://100.91.193.23:8002/health (tailscale)`, the first three. */
export function failureText(failed: readonly HealthReading[]): string {
  return listed(
    failed.map(
      ({ endpoint, detail }) => `${detail} from ${addressText(endpoint.url)} (${endpoint.interface})`,
    ),
    3,
  );
}

/** Each way of failing once. */
export function failureDetail(failed: readonly HealthReading[]): string {
  return [...new Set(failed.map(({ detail }) => detail))].join('; ');
}

export function failureEvidence({ endpoint, detail, answer }: HealthReading) {
  return {
    interface: endpoint.interface,
    url: addressText(endpoint.url),
    asked_from: endpoint.from,
    detail,
    status: answer?.status ?? null,
    duration_ms: answer?.duration_ms ?? null,
  };
}
