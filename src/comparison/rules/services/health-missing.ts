import { advised, place } from '../../sentences.ts';
import type { ServiceRule } from '../../rule.ts';

/** A service has a health endpoint: without one, its health and its commit are unknown. */
export const healthMissing: ServiceRule = {
  name: 'health-missing',
  types: ['health_missing'],
  when: 'full_audit',
  judgeService: (_situation, service) =>
    service.endpoints.length > 0
      ? {}
      : {
          deviations: [
            {
              type: 'health_missing',
              property: 'health',
              ...advised(
                `${place(service)} has no health endpoint in the manifest, so its health and commit cannot be checked.`,
                'Serve /health with version, pid and uptime_seconds, and give its health_url.',
              ),
              expected: 'a health_url',
              actual: null,
              evidence: {},
            },
          ],
        },
};
