import type { Service } from '../../../inventory/manifest.ts';
import type { Process, ProcessTable } from '../../../facts/process.ts';
import type { Attributed } from './attributed.ts';
import { controlGroup } from '../../../facts/control-group.ts';
import { isManager, isStartedForOthers } from '../../../facts/command-line/process-manager.ts';
import { bearsName } from '../../../facts/command-line/process-match.ts';
import { mayRun } from '../../../facts/command-line/possible.ts';
import { isWaitingShell, parseProcess } from '../../../facts/command-line/parse-process.ts';
import { byPidOf, lineage, parentsOf } from '../../../facts/process-tree.ts';
import { STRENGTH } from '../../../facts/command-line/strength.ts';

export type Context = {
  parents: ReadonlyMap<number, number>;
  byPid: ReadonlyMap<number, Process>;
  /** pids of processes that keep interactive shells: terminals, logins */
  terminals: ReadonlySet<number>;
};

export function contextOf({ processes }: ProcessTable): Context {
  const waiting = processes.filter(isWaitingShell);
  return {
    parents: parentsOf(processes),
    byPid: byPidOf(processes),
    terminals: new Set(waiting.map(({ ppid }) => ppid)),
  };
}

/**
 * Could a process that belongs to nobody be this service? If the manifest declares `process`, that decides, unless what
 * matches is in a container of which the manifest says nothing.
 */
export function isPossible(process: Process, service: Service, { terminals }: Context): boolean {
  if (service.docker_service !== null || process.pid === 1 || isManager(process)) return false;
  const contained = controlGroup(process.cgroup)?.kind === 'container';
  const isManaged = service.systemd_unit !== null || service.launchd_label !== null;
  if (service.process !== null) return contained && !isManaged && bearsName(process, service);
  if (contained) return false;
  return !terminals.has(process.pid) && mayRun(parseProcess(process), service);
}

export function addPossible({ mentions, perhaps }: Attributed, process: Process): void {
  if (!mentions.includes(process)) mentions.push(process);
  perhaps.push(process);
}

/**
 * `bash site.sh deploy`: a script with the service's name and an argument may deploy it, back it up, or run it. It counts
 * only if it starts the service's program, or if a unit or a manager runs it.
 */
export function withoutErrands(
  service: Service,
  attributed: Attributed,
  ownersOf: (process: Process) => readonly Service[],
  context: Context,
): void {
  const { processes, perhaps } = attributed;
  const above = (process: Process) => lineage(process.pid, context.parents).slice(1);
  const started = new Set([...processes.keys()].flatMap(above));
  for (const [process, strength] of processes) {
    if (strength > STRENGTH.program || !isErrand(process) || started.has(process.pid)) continue;
    if (ownersOf(process).includes(service) || isKept(process, service, context)) continue;
    processes.delete(process);
    addPossible(attributed, process);
  }
  // A child of an instance is not another instance.
  const own = new Set([...processes.keys()].map(({ pid }) => pid));
  const other = perhaps.filter((process) => !above(process).some((pid) => own.has(pid)));
  perhaps.splice(0, perhaps.length, ...other);
}

function isErrand(process: Process): boolean {
  const { command } = parseProcess(process);
  if (command.kind !== 'script') return false;
  return command.behind.split(/\s+/, 40).some((word) => /^[a-z][a-z:_-]*$/i.test(word));
}

function isKept(process: Process, service: Service, { parents, byPid }: Context): boolean {
  const managed = lineage(process.pid, parents).some((pid) => {
    const above = byPid.get(pid);
    return above !== undefined && above !== process && isManager(above);
  });
  if (managed) return true;
  const group = controlGroup(process.cgroup);
  const isDeclared = service.systemd_unit !== null || service.launchd_label !== null;
  return (
    group !== null && group.kind !== 'session' && !isDeclared && !isStartedForOthers(process, parents, byPid)
  );
}
