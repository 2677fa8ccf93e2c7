import type { Service } from '../inventory/manifest.ts';
import type { Container } from '../probes/container.ts';
import type { Deviation } from '../report/finding.ts';
import { epochMs, isoInstant } from '../time.ts';
import { byService } from './by-service.ts';
import { containersOf } from './containers-of.ts';
import type { Rule, Situation } from './rule.ts';
import { place, restartAdvice } from './sentences.ts';

/** Every container of the service runs. One that its restart policy starts again and again is a restart loop. */
export const containerNotRunning: Rule = {
  name: 'container-not-running',
  types: ['container_not_running'],
  when: 'watch',
  ...byService((situation, service) => ({ deviations: judgeService(situation, service) })),
};

function judgeService(situation: Situation, service: Service): Deviation[] {
  const containers = containersOf(situation, service)?.containers ?? [];
  return containers
    .filter(({ state }) => state !== 'running' && state !== 'restarting')
    .map((container) => deviationOf(service, container));
}

function deviationOf(service: Service, container: Container): Deviation {
  const { name, state, exit_code, finished_at, oom_killed } = container;
  const act =
    state === 'paused'
      ? 'Somebody froze it: unpause it.'
      : `Read its log (docker logs ${name}), then start it.`;
  return {
    type: 'container_not_running',
    service: service.name,
    machine: service.machine,
    property: `container ${name}`,
    summary: `${place(service)} does not run: its container ${name} is ${state}${ending(container)}. ${restartAdvice(service, act)}`,
    expected: 'running',
    actual: state,
    evidence: { container: name, state, exit_code, finished_at, oom_killed },
  };
}

function ending({ state, exit_code, finished_at, oom_killed }: Container): string {
  if (state === 'paused') return '';
  if (state === 'created') return ': it was made, and never started';
  const code = exit_code === null ? '' : ` with exit code ${exit_code}`;
  const memory = oom_killed ? ', killed for want of memory' : '';
  const at = finished_at === null ? '' : ` since ${isoInstant(epochMs(finished_at)).slice(0, 16)}Z`;
  return `${at}${code}${memory}`;
}
