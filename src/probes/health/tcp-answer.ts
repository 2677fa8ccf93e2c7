import type { TcpResult } from '../../clients/tcp-result.ts';
import type { HealthAnswer } from '../../facts/health-answer.ts';
import { seen } from '../../facts/observation.ts';
import type { Observation } from '../../facts/observation.ts';

/** The answer of a port that accepts connections, which says nothing else about its service. */
export function tcpAnswer({
  duration_ms,
  closed,
}: Omit<TcpResult, 'duration_ms'> & { duration_ms: number | null }): Observation<HealthAnswer> {
  return seen({
    status: 0,
    format: closed ? 'tcp-closed' : 'tcp',
    version: null,
    pid: null,
    uptime_seconds: null,
    said: [],
    duration_ms,
    location: null,
    certificate: null,
  });
}
