import type { HealthAnswer } from '../../facts/health-answer.ts';
import { HELD_SECONDS, NEEDS_CURL } from './local-health-marks.ts';
import { curlProblem } from './local-health-problem.ts';
import { unseen } from '../../facts/observation.ts';
import type { Observation } from '../../facts/observation.ts';
import { tcpAnswer } from './tcp-answer.ts';

/** A connection that ends sooner was closed by the other side. */
const AT_ONCE_SECONDS = 1;

/**
 * Interprets curl's telnet, which sends nothing: exit status 28 if the connection stays open until the timeout, 0 or 56 if
 * the other side closed it (curl(1)).
 */
export function readLocalTcp(
  tool: string,
  output: Buffer,
  { status, said }: { status: number; said: string },
  asked: { url: URL; timeoutMs: number },
): Observation<HealthAnswer> {
  if (tool !== 'curl' || status === NEEDS_CURL)
    return unseen('unsupported', 'needs curl on the machine, since wget cannot open a plain connection');
  const [, connect, total] = /\n(\d+[.,]\d+) (\d+[.,]\d+)$/.exec(output.toString('latin1').slice(-60)) ?? [];
  const connected = secondsOf(connect);
  if (connected > 0 && [0, 28, 56].includes(status)) {
    const silent = output.indexOf('\n') === 0;
    const closed = status !== 28 && silent && secondsOf(total) - connected < AT_ONCE_SECONDS;
    return tcpAnswer({ duration_ms: Math.round(connected * 1000), closed });
  }
  if (status === 28) return unseen('timeout', `no connection within ${HELD_SECONDS} s`, 'ETIMEDOUT');
  return curlProblem({ status, said }, { ...asked, headersSeen: false, began: false });
}

function secondsOf(text: string | undefined): number {
  return Number((text ?? '0').replace(',', '.'));
}
