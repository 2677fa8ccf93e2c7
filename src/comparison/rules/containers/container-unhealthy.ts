import { runningContainers } from '../../readings/containers/containers-of.ts';
import type { ServiceRule } from '../../rule.ts';
import { advised, place } from '../../sentences.ts';

/** No running container fails its own health check. A container that is starting has not failed. */
export const containerUnhealthy: ServiceRule = {
  name: 'container-unhealthy',
  types: ['container_unhealthy'],
  when: 'watch',
  judgeService: (situation, service) => ({
    deviations: runningContainers(situation, service)
      .filter(({ state, health }) => state === 'running' && health === 'unhealthy')
      .map(({ name, started_at, engine }) => ({
        type: 'container_unhealthy' as const,
        property: `container ${name}`,
        ...advised(
          `${place(service)}: container ${name} runs, but fails its own health check.`,
          `Read its checks: \`${engine} inspect -f '{{json .State.Health}}' ${name}\``,
        ),
        expected: 'healthy',
        actual: 'unhealthy',
        affects: { container: name },
        evidence: { container: name, started_at },
      })),
  }),
};
