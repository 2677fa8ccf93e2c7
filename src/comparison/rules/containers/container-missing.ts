import type { Service } from '../../../inventory/manifest.ts';
import type { ServiceDeviation } from '../../rule.ts';
import { quotable } from '../../../text/observed-text.ts';
import { containersOf, projectsOf, swarmTasks } from '../../readings/containers/containers-of.ts';
import { otherEngines } from '../../readings/containers/other-engines.ts';
import { loopOf } from '../../readings/jobs/job-loop.ts';
import { unitProblem } from '../../readings/jobs/unit-problem.ts';
import { jobOf } from '../../readings/processes/named-pids.ts';
import { ageOfJob } from '../../readings/processes/running-process.ts';
import { unreadSwarm } from '../../readings/containers/swarm-tasks.ts';
import { machineOf } from '../../rule.ts';
import type { ServiceGap, ServiceRule, Situation } from '../../rule.ts';
import { advised, listed, place, restartAdvice } from '../../sentences.ts';

/** The container or compose service of `docker_service` exists. probe-failed reports a lost section. */
export const containerMissing: ServiceRule = {
  name: 'container-missing',
  types: ['container_missing'],
  when: 'watch',
  judgeService: (situation, service) => ({
    deviations: missing(situation, service),
    gaps: unclear(situation, service),
  }),
};

function missing(situation: Situation, service: Service): ServiceDeviation[] {
  const seen = containersOf(situation, service);
  if (!seen || seen.containers.length > 0) return [];
  const behind = unitBehind(situation, service);
  if (behind === 'reported' || behind === 'starting') return [];
  if (service.run === 'once' || hidden(situation, service) !== null || runsElsewhere(situation, service))
    return [];
  const wanted = service.docker_service ?? '';
  const start = restartAdvice(service, 'Start it, or correct `docker_service`.');
  return [
    {
      type: 'container_missing',
      property: 'container',
      ...advised(
        `${place(service)} has no container: ${seen.engine} knows none named ${wanted}, running or stopped, and none of a compose${seen.engine === 'docker' ? ' or swarm' : ''} service of that name.`,
        start,
      ),
      expected: `a container ${wanted}`,
      actual: null,
      evidence: { engine: seen.engine },
    },
  ];
}

/** Why containers may exist although none was found, or no running task of a swarm; null if they do not. */
function hidden(situation: Situation, service: Service): string | null {
  const machine = machineOf(situation, service);
  const seen = machine?.facts.containers;
  if (!seen?.ok) return null;
  const found = seen.value.services[service.name] ?? [];
  const swarm = unreadSwarm(situation, service);
  if (
    swarm !== null &&
    service.run !== 'once' &&
    found.every((each) => each.swarm && each.state !== 'running')
  )
    return `no task of ${service.docker_service} runs here, and ${swarm}, so that it may run on another node: give the service the machine of a manager`;
  if (found.length > 0) return null;
  const [silent] = seen.value.silent;
  if (silent)
    return `${seen.value.engine} has no container ${service.docker_service}, and ${quotable(silent.detail, 300)}`;
  const table = machine?.facts.processes;
  return table?.ok ? otherEngines(seen.value, table.value) : null;
}

/** Does the swarm manager say that all tasks run on other nodes? */
function runsElsewhere(situation: Situation, service: Service): boolean {
  const tasks = swarmTasks(situation, service);
  return tasks !== null && (tasks.job || (tasks.running > 0 && tasks.running >= tasks.wanted));
}

function unclear(situation: Situation, service: Service): ServiceGap[] {
  if (service.docker_service === null) return [];
  const fact = `containers of ${service.machine}`;
  const seen = machineOf(situation, service)?.facts.containers;
  const lost_with = { machine: service.machine, fact: 'containers' as const };
  if (!seen) return [{ of: 'containers', fact, detail: 'they were not read', lost_with }];
  const behind = hidden(situation, service);
  if (behind !== null) return [{ of: 'containers', fact, detail: behind }];
  const isGone = seen.ok && seen.value.services[service.name]?.length === 0;
  const unit = isGone ? unitBehind(situation, service) : null;
  if (unit === 'starting')
    return [{ of: 'containers', fact, detail: 'its unit is starting, and has made no container so far' }];
  // The unit's own finding, or its last result, says it all.
  if (unit === 'reported' || (unit === 'ended' && service.run === 'once')) return [];
  if (isGone && service.run === 'once') {
    const detail = `its last run left no container, so its exit code is unknown: run it without --rm`;
    return [{ of: 'containers', fact: `container ${service.docker_service}`, detail }];
  }
  if (seen.ok && !seen.value.services[service.name]) {
    const detail = 'containers changed while they were being listed: run the audit again';
    return [{ of: 'containers', fact, detail }];
  }
  const projects = seen.ok ? projectsOf(seen.value.services[service.name] ?? []) : [];
  if (projects.length < 2) return [];
  const names = listed(projects.map((project) => quotable(project, 60) || 'no project'));
  const detail = `several compose projects have a service ${service.docker_service} (${names}): write PROJECT-${service.docker_service}`;
  return [{ of: 'containers', fact: `container ${service.docker_service}`, detail }];
}

/**
 * What systemd says of the unit that makes a container, as a quadlet or `podman run --rm` in a unit does: there is a container
 * only while the unit runs. `reported`: the unit is down or keeps restarting, which is the finding. `starting`: it may still be
 * pulling the image. `ended`: its last run ended well.
 * @returns null if there is no such unit, it was not read, or it says that it runs
 */
function unitBehind(situation: Situation, service: Service): 'reported' | 'starting' | 'ended' | null {
  const job = jobOf(situation, service);
  if (job?.manager !== 'systemd') return null;
  if (!job.loaded || unitProblem(job) || loopOf(job, ageOfJob(situation, service))) return 'reported';
  if (job.unit?.active === 'activating') return 'starting';
  return job.unit?.active === 'inactive' && job.result === 'success' ? 'ended' : null;
}
