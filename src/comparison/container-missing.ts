import type { Service } from '../inventory/manifest.ts';
import type { Deviation } from '../report/finding.ts';
import { quotable } from '../observed-text.ts';
import { byService } from './by-service.ts';
import { containersOf, projectsOf } from './containers-of.ts';
import { machineOf } from './rule.ts';
import type { Gap, Rule, Situation } from './rule.ts';
import { listed, place, restartAdvice } from './sentences.ts';

/** What the manifest calls `docker_service` is there. A section that was lost is probe-failed's gap. */
export const containerMissing: Rule = {
  name: 'container-missing',
  types: ['container_missing'],
  when: 'watch',
  ...byService((situation, service) => ({
    deviations: missing(situation, service),
    gaps: unclear(situation, service),
  })),
};

function missing(situation: Situation, service: Service): Deviation[] {
  const seen = containersOf(situation, service);
  if (!seen || seen.containers.length > 0) return [];
  const wanted = service.docker_service ?? '';
  const start = restartAdvice(service, `Start it, or correct docker_service in the manifest.`);
  return [
    {
      type: 'container_missing',
      service: service.name,
      machine: service.machine,
      property: 'container',
      summary: `${place(service)} has no container: ${seen.engine} knows none named ${wanted}, running or stopped, and none of a compose service of that name. ${start}`,
      expected: `a container ${wanted}`,
      actual: null,
      evidence: { engine: seen.engine },
    },
  ];
}

function unclear(situation: Situation, service: Service): Gap[] {
  if (service.docker_service === null) return [];
  const fact = `containers of ${service.machine}`;
  const seen = machineOf(situation, service)?.facts.containers;
  const lost_with = { machine: service.machine, section: 'containers' };
  if (!seen) return [{ service: service.name, fact, detail: 'they were not read', lost_with }];
  if (seen.ok && !seen.value.services[service.name]) {
    const detail = 'containers came and went while they were listed: ask again';
    return [{ service: service.name, fact, detail }];
  }
  const projects = seen.ok ? projectsOf(seen.value.services[service.name] ?? []) : [];
  if (projects.length < 2) return [];
  const names = listed(projects.map((project) => quotable(project, 60) || 'no project'));
  const detail = `several compose projects have a service ${service.docker_service} (${names}): write PROJECT-${service.docker_service}`;
  return [{ service: service.name, fact: `container ${service.docker_service}`, detail }];
}
