import { healthVerdict } from '../../../src/comparison/readings/health/health-verdict.ts';
import { aHealthAnswer, aService } from '../facts/observed.ts';
import { read } from '../probes/health-bodies.ts';

export function judge(body: unknown, headers: Record<string, string> = {}, good: string[] = []) {
  const answer = aHealthAnswer({ ...read(body, headers) });
  return healthVerdict(answer, { ...aService().health, good });
}

/** What a body comes to: null says nothing, so that its status alone counts. */
export function toneOfBody(body: unknown, headers?: Record<string, string>): string | null {
  return judge(body, headers)?.tone ?? null;
}
