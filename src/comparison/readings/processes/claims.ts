import type { Service } from '../../../inventory/manifest.ts';
import type { Process, ProcessTable } from '../../../facts/process.ts';
import { endpointPids, isOfTree, jobOf, livingProcess } from './named-pids.ts';
import { healthPids, healthReadings } from '../health/health-reading.ts';
import { candidates, lineage, parentsOf } from '../../../facts/process-tree.ts';
import type { Tree } from '../../../facts/process-tree.ts';
import type { Situation } from '../../rule.ts';
import { isOfOwnUnit } from '../jobs/unit-owners.ts';

/** The ages from /health and from ps may differ by the time that the service took to start. */
const UPTIME_SLACK_SECONDS = 60;

/** Does the service's unit, job manager or /health name a process of this tree? */
export function isRightful(situation: Situation, service: Service, tree: Tree, table: ProcessTable): boolean {
  if (isOfOwnUnit(tree, service)) return true;
  const job = jobOf(situation, service);
  const pids = [
    ...(job ? [...job.pids, job.pid ?? 0] : []),
    ...healthPids(situation, service).map(({ pid }) => pid),
  ];
  const parents = parentsOf(table.processes);
  return pids.some((pid) => pid > 1 && livingProcess(table, pid) !== null && isOfTree(parents, tree, pid));
}

/** Does the service's job manager or /health name this pid? */
export function isNamed(situation: Situation, service: Service, pid: number): boolean {
  const job = jobOf(situation, service);
  if (job?.pid === pid || job?.pids.includes(pid) === true) return true;
  return healthPids(situation, service).some((named) => named.pid === pid);
}

/**
 * The process, with all below it, that the job manager, /health or the listening port names although its own name does not
 * match. None if the manifest declares `process`.
 */
export function claimedTree(
  situation: Situation,
  service: Service,
  table: ProcessTable,
  taken: ReadonlySet<Process>,
  listening: readonly number[],
): Tree | null {
  if (service.process !== null || service.docker_service !== null || service.instances === 0) return null;
  const job = jobOf(situation, service);
  const named = [job?.pid ?? 0, ...(job?.pids ?? []), ...agreed(situation, service, table), ...listening];
  const pids = new Set(candidates(table).map(({ pid }) => pid));
  for (const pid of named) {
    const root = pid > 1 && pids.has(pid) ? livingProcess(table, pid) : null;
    if (!root || taken.has(root)) continue;
    const parents = parentsOf(table.processes);
    const ofJob = job?.pids.includes(pid) === true ? job.pids : [];
    const members = candidates(table).filter(
      (each) =>
        each === root ||
        (!taken.has(each) && (ofJob.includes(each.pid) || lineage(each.pid, parents).includes(pid))),
    );
    return { root, members, claimed: true };
  }
  return null;
}

/** The pids of /health whose age agrees: behind a proxy, the pid may be of another machine. */
function agreed(situation: Situation, service: Service, table: ProcessTable): number[] {
  return healthPids(situation, service).flatMap(({ pid, uptime_seconds }) =>
    mayBe(pid, uptime_seconds, table) ? [pid] : [],
  );
}

/** Does the process's age agree with the uptime of /health, if both are known? */
function mayBe(pid: number, uptime_seconds: number | null, table: ProcessTable): boolean {
  const age = livingProcess(table, pid)?.elapsed_seconds ?? null;
  return age === null || uptime_seconds === null || Math.abs(age - uptime_seconds) <= UPTIME_SLACK_SECONDS;
}

/**
 * Which process listens for each of a machine's services. One that listens for several, or whose age differs from
 * /health, is a proxy in front of them, and says nothing about their own processes.
 */
export function listeningFor(
  situation: Situation,
  services: readonly Service[],
  table: ProcessTable,
): Map<Service, number[]> {
  const pids = services.flatMap((service) =>
    endpointPids(situation, service).map((pid) => ({ service, pid })),
  );
  const each = [...Map.groupBy(pids, ({ pid }) => pid)].flatMap(([pid, asked]) => {
    const [service, ...others] = new Set(asked.map((one) => one.service));
    if (!service || others.length > 0) return [];
    const told = healthReadings(situation, service).map(({ answer }) => answer?.uptime_seconds ?? null);
    return told.every((uptime) => mayBe(pid, uptime, table)) ? [{ service, pid }] : [];
  });
  return new Map(
    [...Map.groupBy(each, ({ service }) => service)].map(([key, rows]) => [key, rows.map(({ pid }) => pid)]),
  );
}
