import type { Service } from '../../../inventory/manifest.ts';
import type { Process } from '../../../facts/process.ts';
import { healthReadings } from '../health/health-reading.ts';
import { instancesOn } from './instances.ts';
import type { Instances } from './table-instances.ts';
import { jobOf, livingProcess } from './named-pids.ts';
import type { Situation } from '../../rule.ts';
import { declaresProcess } from './declared.ts';

/** What is known about the process behind a service; null for what is not known. */
export type RunningProcess = { pid: number | null; uptime_seconds: number | null; instances: number | null };

/**
 * /health counts first: it is the service's own answer, also out of a container. Then the job manager, which knows its
 * process under any name.
 */
export function runningProcess(situation: Situation, service: Service): RunningProcess {
  const answers = healthReadings(situation, service).flatMap(({ answer }) => answer ?? []);
  const found = instancesOn(situation, service.machine, service);
  const trees = found?.trees ?? [];
  const managed = processOfJob(situation, service);
  const only = managed ?? (trees.length === 1 ? trees[0]?.root : undefined);
  const nameless = managed !== null && trees.length === 0;
  // A container's process may have any name.
  const contained = trees.length === 0 && service.docker_service !== null && service.process === null;
  return {
    pid: answers.find(({ pid }) => pid !== null)?.pid ?? only?.pid ?? null,
    uptime_seconds:
      answers.find(({ uptime_seconds }) => uptime_seconds !== null)?.uptime_seconds ??
      only?.elapsed_seconds ??
      null,
    instances:
      found === null || nameless || contained || found.shared.length > 0 ? null : countOf(service, found),
  };
}

/** The process that the service's job manager names, if it lives. */
export function processOfJob(situation: Situation, service: Service): Process | null {
  const table = situation.observations.machines[service.machine]?.facts.processes;
  const pid = jobOf(situation, service)?.pid ?? null;
  return table?.ok && pid !== null ? livingProcess(table.value, pid) : null;
}

/**
 * Age in seconds of the process that the job manager names: 0 if it is no longer in the process table, null if not known.
 */
export function ageOfJob(situation: Situation, service: Service): number | null {
  const table = situation.observations.machines[service.machine]?.facts.processes;
  if (!table?.ok) return null;
  const process = processOfJob(situation, service);
  return process ? process.elapsed_seconds : 0;
}

/** The number of running instances, replicas included; null if copies cannot be counted. */
function countOf(service: Service, { trees, unsure, perhaps }: Instances): number | null {
  if (trees.length < (service.instances ?? 1) && perhaps.length > 0) return null;
  if (unsure.length > 0 || (trees.length === 0 && !declaresProcess(service))) return null;
  return trees.reduce((sum, { replicas }) => sum + (replicas ?? 1), 0);
}
