import type { Service } from '../../../inventory/manifest.ts';
import type { Container } from '../../../facts/container.ts';
import { epochMs, humanDuration } from '../../../time/instant.ts';
import { containersOf, runningContainers } from '../../readings/containers/containers-of.ts';
import type { ServiceDeviation, ServiceGap, ServiceRule, Situation } from '../../rule.ts';
import { advised, place } from '../../sentences.ts';

/** No running container fails its own health check. A container that is starting has not failed. */
export const containerUnhealthy: ServiceRule = {
  name: 'container-unhealthy',
  types: ['container_unhealthy'],
  when: 'watch',
  judgeService: (situation, service) => ({
    deviations: runningContainers(situation, service)
      .filter(({ state, health }) => state === 'running' && health === 'unhealthy')
      .map((container) => deviationOf(service, container)),
    gaps: neverChecked(situation, service),
  }),
};

function deviationOf(service: Service, { name, started_at, engine }: Container): ServiceDeviation {
  return {
    type: 'container_unhealthy',
    property: `container ${name}`,
    ...advised(
      `${place(service)}: container ${name} runs, but fails its own health check.`,
      `Read its checks: \`${engine} inspect -f '{{json .State.Health}}' ${name}\``,
    ),
    expected: 'healthy',
    actual: 'unhealthy',
    affects: { container: name },
    evidence: { container: name, started_at },
  };
}

/** Longer than the start periods that people set. */
const LONG_MS = 3_600_000;

/**
 * Containers whose check has given no result for long: podman's checks are timers of systemd, and without one, or without the
 * user's session, none is ever run (containers/podman#19326).
 */
function neverChecked(situation: Situation, service: Service): ServiceGap[] {
  const seen = containersOf(situation, service);
  return (seen?.containers ?? []).flatMap(({ name, state, health, started_at }): ServiceGap[] => {
    const took = (seen?.now ?? Number.NaN) - epochMs(started_at ?? '');
    if (state !== 'running' || health !== 'starting' || !(took > LONG_MS)) return [];
    const detail = `its health check has given no result since it started ${humanDuration(took / 1000)} ago: see whether the engine runs it`;
    return [{ of: 'containers', fact: `health of container ${name}`, detail, of_running: true }];
  });
}
