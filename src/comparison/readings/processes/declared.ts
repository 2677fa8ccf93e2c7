import type { Service } from '../../../inventory/manifest.ts';

/** Does the manifest describe the service's processes, so that finding none means that none runs? */
export function declaresProcess(service: Service): boolean {
  return service.process !== null || service.instances !== null || service.lockfile !== null;
}
