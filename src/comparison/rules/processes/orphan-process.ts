import type { Service } from '../../../inventory/manifest.ts';
import { quotable } from '../../../text/observed-text.ts';
import type { Process, ProcessTable } from '../../../facts/process.ts';
import type { ServiceDeviation } from '../../rule.ts';
import { keyOf } from '../../readings/processes/doubles.ts';
import { copiesOf } from '../../readings/processes/copies.ts';
import { healthPids } from '../../readings/health/health-reading.ts';
import { instancesOn } from '../../readings/processes/instances.ts';
import { lockReading } from '../../readings/processes/lock-reading.ts';
import { isOfTree, jobOf, livingProcess } from '../../readings/processes/named-pids.ts';
import { parseProcess } from '../../../facts/command-line/parse-process.ts';
import { matcherOf } from '../../../facts/command-line/process-match.ts';
import { STRENGTH } from '../../../facts/command-line/strength.ts';
import { lineage, parentsOf } from '../../../facts/process-tree.ts';
import type { Tree } from '../../../facts/process-tree.ts';
import type { ServiceGap, ServiceJudgement, ServiceRule, Situation } from '../../rule.ts';
import { advised, elapsedText, listed, place, restartAdvice } from '../../sentences.ts';
import { counted } from '../../../text/counted.ts';
import { shownCommand } from '../../../facts/command-line/shown-command.ts';

/**
 * No process of a service is left over from an earlier session, without a parent, next to the one that its job manager,
 * lockfile or /health names. duplicate-process reports copies that match by name: one finding per cause.
 */
export const orphanProcess: ServiceRule = {
  name: 'orphan-process',
  types: ['orphan_process'],
  when: 'watch',
  judgeService,
};

/** The ages from /health and from ps may differ by the time that the service took to start. */
const UPTIME_SLACK_SECONDS = 60;

/** Which source names the rightful process; `process`: the first of its pids that is alive. */
type Authority = { by: string; process: Process; pids: number[] };

const nothing: ServiceJudgement = { deviations: [], gaps: [] };

function judgeService(situation: Situation, service: Service): ServiceJudgement {
  const table = situation.observations.machines[service.machine]?.facts.processes;
  const found = instancesOn(situation, service.machine, service);
  if (!table?.ok || !found || service.docker_service !== null) return nothing;
  const authorities = authoritiesOf(situation, service, table.value);
  const [authority] = authorities;
  if (!authority || found.trees.length === 0) return nothing;
  const parents = parentsOf(table.value.processes);
  const isRightful = (tree: Tree) =>
    authorities.some(({ pids }) => pids.some((pid) => isOfTree(parents, tree, pid)));
  // If a matching tree is rightful, any further one is a duplicate.
  if (found.trees.some(isRightful)) return nothing;
  const { copies, allowed } = copiesOf(situation, service);
  if (copies.length > allowed || copies.length + 1 <= allowed) return nothing;
  const left = found.trees.filter(
    ({ root }) => isReparented(table.value, root) && isOlder(root, authority.process),
  );
  const known = programsBelow(authority.process, table.value);
  // Of the service's folder alone another program is not known to be one; under its name it is, whatever the manager names.
  const orphans = left.filter(
    ({ root }) => known.has(keyOf(root)) || matcherOf(service)(parseProcess(root)) >= STRENGTH.build,
  );
  const others = left.filter((tree) => !orphans.includes(tree));
  return {
    deviations: orphans.length === 0 ? [] : [deviationOf(situation, service, authority, orphans)],
    gaps: others.map(({ root }) => gapOf(service, authority, root)),
  };
}

/** The programs of the rightful process and of what it started: in the service's folder there may be others. */
function programsBelow({ pid }: Process, table: ProcessTable): Set<string> {
  const parents = parentsOf(table.processes);
  return new Set(table.processes.filter((each) => lineage(each.pid, parents).includes(pid)).map(keyOf));
}

function gapOf(service: Service, { by, process }: Authority, root: Process): ServiceGap {
  const shown = shownCommand(root.command, service, 80);
  const detail = `they cannot be counted: pid ${root.pid} (${shown}) has its name or folder, but ${by} names pid ${process.pid}, which runs another program. Set a process in the manifest that only ${service.name} matches`;
  return { of: 'copies', fact: `copies on ${service.machine}`, detail, of_copies: true };
}

function authoritiesOf(situation: Situation, service: Service, table: ProcessTable): Authority[] {
  const job = jobOf(situation, service);
  const lock = lockReading(situation, service);
  const named: { by: string; pids: number[] }[] = [];
  // A unit's processes may be detached from its main process: without their list, an orphan cannot be told apart.
  if (job && job.pid !== null && (job.manager === 'launchd' || job.pids.length > 0))
    named.push({ by: job.manager, pids: [job.pid, ...job.pids] });
  if (lock.state === 'own') named.push({ by: 'its lockfile', pids: [lock.pid] });
  for (const { pid, uptime_seconds } of healthPids(situation, service)) {
    // Behind a proxy, the pid may be of another machine: the age must agree.
    const age = livingProcess(table, pid)?.elapsed_seconds ?? null;
    const agrees = age !== null && uptime_seconds !== null;
    if (agrees && Math.abs(age - uptime_seconds) <= UPTIME_SLACK_SECONDS)
      named.push({ by: '/health', pids: [pid] });
  }
  return named.flatMap(({ by, pids }) => {
    const process = livingProcess(table, pids[0] ?? 0);
    return process ? [{ by, process, pids }] : [];
  });
}

/** Has its parent ended? Then init or the user's systemd adopted it, or ps no longer saw the parent. */
function isReparented(table: ProcessTable, { ppid }: Process): boolean {
  const parent = table.processes.find(({ pid }) => pid === ppid);
  return ppid === 1 || parent === undefined || /^\S*systemd --user\b/.test(parent.command);
}

/** A child of the rightful process is younger than it, even if detached; an orphan is older. */
function isOlder(one: Process, other: Process): boolean {
  return (
    one.elapsed_seconds !== null &&
    other.elapsed_seconds !== null &&
    one.elapsed_seconds > other.elapsed_seconds
  );
}

function deviationOf(
  situation: Situation,
  service: Service,
  { by, process }: Authority,
  orphans: Tree[],
): ServiceDeviation {
  const runs = orphans.map(
    ({ root }) => `pid ${root.pid} for ${elapsedText(root.elapsed_seconds, situation.now)}`,
  );
  return {
    type: 'orphan_process',
    property: 'orphans',
    ...advised(
      `${place(service)} has ${counted(orphans.length, 'orphan process', 'orphan processes')} of an earlier session: ${listed(runs)}. ${by} names pid ${process.pid} as the service, and these are not part of it: their parent is gone, and nothing will stop them.`,
      restartAdvice(
        service,
        orphans.length === 1
          ? 'Check that it has no work, then stop it.'
          : 'Check that they have no work, then stop them.',
      ),
    ),
    expected: `only the process that ${by} names`,
    actual: counted(orphans.length, 'orphan'),
    evidence: {
      named_by: by,
      named_pid: process.pid,
      orphans: orphans.slice(0, 20).map(({ root, members }) => ({
        pid: root.pid,
        ppid: root.ppid,
        elapsed_seconds: root.elapsed_seconds,
        user: quotable(root.user, 40),
        command: shownCommand(root.command, service),
        processes: members.length,
      })),
    },
  };
}
