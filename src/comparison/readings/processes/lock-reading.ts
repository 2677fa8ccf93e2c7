import type { Service } from '../../../inventory/manifest.ts';
import { quotable } from '../../../text/observed-text.ts';
import type { Lockfile } from '../../../facts/lockfile.ts';
import type { Observation } from '../../../facts/observation.ts';
import type { Process, ProcessTable } from '../../../facts/process.ts';
import { healthReadings } from '../health/health-reading.ts';
import { isNamed } from './claims.ts';
import { instancesOn } from './instances.ts';
import { controlGroup } from '../../../facts/control-group.ts';
import { noInstances } from './table-instances.ts';
import { lockHolder } from '../../../facts/lock-holder.ts';
import { isOfTree, jobOf, livingProcess } from './named-pids.ts';
import { parentsOf } from '../../../facts/process-tree.ts';
import type { Tree } from '../../../facts/process-tree.ts';
import type { Situation } from '../../rule.ts';
import { listed } from '../../sentences.ts';
import { shownCommand } from '../../../facts/command-line/shown-command.ts';

type Held = Lockfile & { state: 'held' };

/** A service's lockfile compared with the process table. */
export type LockReading =
  /** the manifest names none, it does not exist, or the service is just starting */
  | { state: 'none' }
  /** it was not seen, or the owner of the process is not known */
  | { state: 'unseen'; detail: string; holder: Process | null; lost?: 'lockfiles' | 'processes' }
  /** it names the service */
  | { state: 'own'; pid: number }
  /** `reused`: the process that has the pid now started after the lock was written. `runs`: the service does run */
  | { state: 'dead'; pid: number; age_seconds: number | null; reused: Process | null; runs: boolean }
  /** it names a live process of another program */
  | { state: 'foreign'; pid: number; age_seconds: number | null; holder: Process };

/** A service that has just started may not have written its lock yet. */
const SETTLED_SECONDS = 10;
/** How far two clocks of whole seconds may differ. */
const ROUNDING_SECONDS = 2;

export function lockReading(situation: Situation, service: Service): LockReading {
  if (service.lockfile === null) return { state: 'none' };
  const facts = situation.observations.machines[service.machine]?.facts;
  const fact: Observation<Record<string, Observation<Lockfile>>> | undefined = facts?.lockfiles;
  const observed = fact?.ok ? fact.value[service.name] : fact;
  if (fact?.ok === false) return { ...unseen(quotable(fact.detail)), lost: 'lockfiles' };
  if (!observed) return unseen('the lockfile was not read');
  if (!observed.ok) return unseen(quotable(observed.detail));
  if (observed.value.state === 'missing') return { state: 'none' };
  // Without the full table, no process may be called dead.
  if (!facts?.processes?.ok)
    return { ...unseen('the processes that it could name were not seen'), lost: 'processes' };
  if (service.docker_service !== null) return unseen(withinContainer(observed.value.pid));
  return judge(situation, service, observed.value, facts.processes.value);
}

function judge(situation: Situation, service: Service, lock: Held, table: ProcessTable): LockReading {
  const { age_seconds } = lock;
  const { trees, unsure } = instancesOn(situation, service.machine, service) ?? noInstances;
  const parents = parentsOf(table.processes);
  const isOwn = (number: number) =>
    livingProcess(table, number) !== null &&
    ([...trees, ...unsure].some((tree) => isOfTree(parents, tree, number)) ||
      isNamed(situation, service, number));
  const own = [lock.pid, ...(lock.others ?? [])].find(isOwn);
  if (own !== undefined) return { state: 'own', pid: own };
  if (trees.some((tree) => isInContainer(table, tree))) return unseen(withinContainer(lock.pid));
  const holder = lockHolder(lock, table);
  const { pid } = holder;
  if (holder.state === 'open') return unseen(openText(service, lock, holder.living));
  if (holder.state === 'alive' && holder.process === null) return { state: 'none' };
  const process = holder.state === 'alive' ? holder.process : null;
  const running = runs(situation, service, trees);
  if (process === null || beganAfter(process, age_seconds)) {
    if (trees.length > 0 && trees.every(isYoung)) return { state: 'none' };
    if (process === null && lock.unsure && running) return unseen(openText(service, lock, []));
    if (process !== null && !running) return unseen(notOurs(service, process, REUSED));
    return { state: 'dead', pid, age_seconds, reused: process, runs: running };
  }
  if (trees.length > 0) return { state: 'foreign', pid, age_seconds, holder: process };
  if (service.process !== null) return unseen(notOurs(service, process, ''));
  const command = shownCommand(process.command, service, 100);
  const detail = `it holds pid ${pid} (${command}), which may be ${service.name}: set its process in the manifest`;
  return { state: 'unseen', detail, holder: process };
}

function withinContainer(pid: number): string {
  return `pid ${pid} may be counted within a container, and cannot be compared`;
}

/** In a container of the machine; all processes of a machine that is one itself have its control group. */
function isInContainer(table: ProcessTable, { members }: Tree): boolean {
  const groups = members
    .map(({ cgroup }) => controlGroup(cgroup))
    .filter((group) => group?.kind === 'container');
  const machine = controlGroup(table.processes.find(({ pid }) => pid === 1)?.cgroup ?? null);
  return groups.some((group) => group?.key !== machine?.key);
}

const REUSED = ', since it started after the lock was written';

/** The process is alive, so the lock must stay; and no process of the service was found to compare it with. */
function notOurs(service: Service, { pid, command }: Process, why: string): string {
  const shown = shownCommand(command, service, 100) || 'a process without a command line';
  return `it names pid ${pid}, which is ${shown} and does not look like ${service.name}${why}: find out what it is before you remove the file`;
}

function openText(
  service: Service,
  { pid, elsewhere }: Held,
  living: { pid: number; process: Process | null }[],
): string {
  if (elsewhere !== undefined)
    return `it names pid ${pid} and ${quotable(elsewhere, 80)}, which is no known name of this machine: what runs elsewhere is not judged here`;
  const found = living.map(({ pid, process }) => {
    const shown = process ? shownCommand(process.command, service, 80) : '';
    return `${pid} is ${shown || 'a process'}`;
  });
  const said = found.length > 0 ? ` (${listed(found, 3)})` : '';
  return `no key says which of its numbers is the pid${said}: write it as pid=NUMBER, or as the only number`;
}

function unseen(detail: string) {
  return { state: 'unseen', detail, holder: null } satisfies LockReading;
}

/** Was the pid reused since, after a reboot or a wraparound? */
function beganAfter(holder: Process, lockAge: number | null): boolean {
  const age = holder.elapsed_seconds;
  return age !== null && lockAge !== null && age + ROUNDING_SECONDS < lockAge;
}

function isYoung({ root }: Tree): boolean {
  return root.elapsed_seconds !== null && root.elapsed_seconds < SETTLED_SECONDS;
}

function runs(situation: Situation, service: Service, trees: Tree[]): boolean {
  if (trees.length > 0 || (jobOf(situation, service)?.pid ?? null) !== null) return true;
  return healthReadings(situation, service).some(({ state }) => state === 'good');
}
