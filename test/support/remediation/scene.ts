import type { RemediationRequest } from '../../../src/remediation/remediation.ts';
import { knox } from './people.ts';
import { createWorld } from './world.ts';
export function restart(service: string): RemediationRequest {
  return { service, action: 'restart-container', finding: null };
}

export function minutes(count: number): number {
  return count * 60_000;
}

/** A world with a request of Knox's for log-shipper. */
export async function requested() {
  const world = createWorld();
  const remediation = world.start();
  const { id } = await remediation.request(restart('log-shipper'), knox);
  return { world, remediation, id };
}
