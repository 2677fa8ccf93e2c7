import type { Service } from '../../../inventory/manifest.ts';
import type { Process, ProcessTable } from '../../../facts/process.ts';
import { endpointPids, isOfTree, jobOf, livingProcess } from './named-pids.ts';
import { healthPids, healthReadings } from '../health/health-reading.ts';
import { candidates, lineage, parentsOf } from '../../../facts/process-tree.ts';
import type { Tree } from '../../../facts/process-tree.ts';
import type { Situation } from '../../rule.ts';
import { isOfOwnUnit } from '../jobs/unit-owners.ts';

/** What /health says about its age and what ps says may differ by the time that the service took to start. */
const UPTIME_SLACK_SECONDS = 60;

/** Does its unit, its job manager or /health name one of a tree's processes as the service's? */
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

/** Does its job manager or /health name this pid as the service's? */
export function isNamed(situation: Situation, service: Service, pid: number): boolean {
  const job = jobOf(situation, service);
  if (job?.pid === pid || job?.pids.includes(pid) === true) return true;
  return healthPids(situation, service).some((named) => named.pid === pid);
}

/**
 * The process that bears no name of the service's, and that its job manager, /health or its listening port names; with
 * all below it. Not where the manifest says how its command line looks.
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

/** The pids of /health whose age agrees: a number alone may be another machine's, behind a proxy. */
function agreed(situation: Situation, service: Service, table: ProcessTable): number[] {
  return healthPids(situation, service).flatMap(({ pid, uptime_seconds }) =>
    mayBe(pid, uptime_seconds, table) ? [pid] : [],
  );
}

/** Is the process as old as /health says that the service is, as far as both tell? */
function mayBe(pid: number, uptime_seconds: number | null, table: ProcessTable): boolean {
  const age = livingProcess(table, pid)?.elapsed_seconds ?? null;
  return age === null || uptime_seconds === null || Math.abs(age - uptime_seconds) <= UPTIME_SLACK_SECONDS;
}

/**
 * Who listens for each of a machine's services. What listens for several, or is of another age than /health says, stands
 * before them (a proxy), and tells nothing of their own processes.
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
