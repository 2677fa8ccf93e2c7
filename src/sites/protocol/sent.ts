import type { Machine, Service } from '../../inventory/manifest.ts';

/** A service as a worker needs it: what only the bot judges by stays at home. */
export function sent(service: Service): Service {
  return { ...service, depends_on: [], maintenance: [], severity: {} };
}

/** A machine as a worker needs it. */
export function sentMachine({ site: _site, ...machine }: Machine): Machine {
  return machine;
}
