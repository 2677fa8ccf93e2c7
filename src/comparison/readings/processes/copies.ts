import type { Service } from '../../../inventory/manifest.ts';
import { isTcp } from '../../../inventory/manifest.ts';
import { quotable } from '../../../text/observed-text.ts';
import { controlGroup } from '../../../facts/control-group.ts';
import { containersOf, swarmTasks } from '../containers/containers-of.ts';
import { namelessContainers, runsNatively } from './container-copies.ts';
import { healthReadings } from '../health/health-reading.ts';
import { instancesOn, otherMachines } from './instances.ts';
import { lockReading } from './lock-reading.ts';
import { endpointPids, jobOf } from './named-pids.ts';
import { parseProcess } from '../../../facts/command-line/parse-process.ts';
import type { Process } from '../../../facts/process.ts';
import type { ServiceGap, Situation } from '../../rule.ts';
import { listed } from '../../sentences.ts';
import { uncounted } from './uncounted.ts';
import { isOwnUnit } from '../jobs/unit-owners.ts';
import type { Copy, Copies } from './copy.ts';

/**
 * Where a service runs: on its own machine and, for a fleet singleton, on every machine that SSH reads. Order: copies on
 * the manifest's machine first, then those of its job manager, then those that its lock, /health or its port names, then
 * those that do not say that they end, then those that any manager runs before those started by hand, then older before
 * younger.
 * A container counts by its process. A container whose process has another name, or is hidden in a virtual machine, counts
 * if a copy runs next to it, or if the manifest says how many instances there are.
 */
export function copiesOf(situation: Situation, service: Service): Copies {
  const machines = [service.machine, ...otherMachines(situation, service).map(({ name }) => name)];
  const found = machines.map((machine) => ({ machine, instances: instancesOn(situation, machine, service) }));
  const named = pidsOfHealth(situation, service);
  const listening = endpointPids(situation, service);
  const lock = lockReading(situation, service);
  const locked = lock.state === 'own' ? lock.pid : null;
  const copies: Copy[] = found.flatMap(({ machine, instances }) =>
    (instances?.trees ?? []).map((tree) => ({
      machine,
      tree,
      container: null,
      age_seconds: tree.root.elapsed_seconds,
      native: runsNatively(situation, service, machine, tree),
      named_by_health: machine === service.machine && tree.members.some(({ pid }) => named.has(pid)),
      named_by_lock: machine === service.machine && tree.members.some(({ pid }) => pid === locked),
      listens: machine === service.machine && tree.members.some(({ pid }) => listening.includes(pid)),
      ending: isEnding(tree.root),
      managed:
        machine === service.machine && tree.members.some((each) => isManaged(situation, service, each)),
    })),
  );
  const isNative = copies.some(({ native }) => native);
  if (isNative || service.instances !== null) {
    const trees = found[0]?.instances?.trees ?? [];
    const nameless = namelessContainers(situation, service, trees) ?? [];
    // A swarm starts a new task before it ends the old one, and counts its tasks itself.
    for (const { name, age_seconds } of nameless.filter(({ of_swarm }) => isNative || !of_swarm))
      copies.push({ ...treeless(service), container: name, age_seconds });
  }
  const isHomeSeen = found[0]?.instances !== null;
  // An answer alone is not a second copy: the address may lead to the copy seen elsewhere.
  if (isHomeSeen && answersUnmatched(situation, service, copies))
    copies.push({ ...treeless(service), named_by_health: true });
  const shared = new Set(found.flatMap(({ instances }) => instances?.shared ?? []));
  const declared = [service, ...shared].reduce((sum, each) => sum + (each.instances ?? 1), 0);
  const allowed = Math.max(declared, replicasOf(situation, service));
  const gaps = found
    .filter(({ instances }) => instances === null)
    .flatMap(({ machine }) => gapOf(situation, machine));
  gaps.push(...uncounted(situation, service, found));
  if (situation.only === 'processes' && service.endpoints.length > 0 && isOnlyElsewhere(service, copies))
    gaps.push({
      of: 'copies',
      fact: `health on ${service.machine}`,
      detail: 'not asked',
    });
  if (!isHomeSeen && isOnlyElsewhere(service, copies)) gaps.push(homeGap(service, copies));
  return { copies: copies.toSorted((one, other) => byRight(service, one, other)), allowed, gaps };
}

/**
 * How many containers the engine is configured to run: a swarm's replicas, `compose up --scale`. The manifest's number
 * overrides it. For a trading service, two containers are always two copies.
 */
function replicasOf(situation: Situation, service: Service): number {
  if (service.kind === 'trading' || service.instances !== null || service.docker_service === null) return 0;
  const running = (containersOf(situation, service)?.containers ?? []).filter(
    ({ state, oneoff, swarm, project, compose_service }) =>
      state === 'running' && !oneoff && (swarm !== null || (project !== null && compose_service !== null)),
  );
  return swarmTasks(situation, service)?.wanted ?? running.length;
}

function treeless({ machine }: Service): Copy {
  return {
    machine,
    tree: null,
    container: null,
    age_seconds: null,
    native: false,
    named_by_health: false,
    named_by_lock: false,
    listens: false,
    ending: false,
    managed: false,
  };
}

/** `nginx: worker process is shutting down`, `sidekiq 7.1 site [1 of 5 busy] stopping`, `unicorn master (old)`. */
function isEnding(root: Process): boolean {
  if (/^\S+ master \(old\)/.test(root.command)) return true;
  const { command } = parseProcess(root);
  return command.kind === 'title' && /\b(?:shutting down|stopping)$/.test(command.text.trim());
}

function isManaged(situation: Situation, service: Service, { pid, cgroup }: Process): boolean {
  if (isOwnUnit(controlGroup(cgroup), service)) return true;
  const job = jobOf(situation, service);
  return job !== null && (job.pid === pid || job.pids.includes(pid));
}

/** A container's pid is of its own namespace, so it is left out. */
function pidsOfHealth(situation: Situation, service: Service): Set<number> {
  if (service.docker_service !== null) return new Set();
  return new Set(healthReadings(situation, service).flatMap(({ answer }) => answer?.pid ?? []));
}

/** Does something answer at the manifest's machine, while all processes found are on other machines? */
function answersUnmatched(situation: Situation, service: Service, copies: Copy[]): boolean {
  if (!isOnlyElsewhere(service, copies)) return false;
  return healthReadings(situation, service).some(
    ({ state, endpoint }) => state === 'good' && !isTcp(endpoint),
  );
}

function isOnlyElsewhere(service: Service, copies: Copy[]): boolean {
  return copies.length > 0 && copies.every(({ machine }) => machine !== service.machine);
}

/** A copy runs elsewhere. Without the service's own machine, it is not known whether it is the only one. */
function homeGap({ name, machine }: Service, copies: readonly Copy[]): ServiceGap {
  const others = listed(copies.map((copy) => `pid ${copy.tree?.root.pid} on ${copy.machine}`));
  const detail = `the processes of ${machine} were not read: whether ${name} runs there too, besides ${others}, is unknown`;
  return { of: 'copies', fact: `copies on ${machine}`, detail };
}

function byRight(service: Service, one: Copy, other: Copy): number {
  const rank = (copy: Copy) =>
    (copy.machine === service.machine ? 128 : 0) +
    (copy.managed ? 64 : 0) +
    (copy.named_by_lock ? 32 : 0) +
    (copy.named_by_health ? 16 : 0) +
    (copy.listens ? 8 : 0) +
    (copy.ending ? 0 : 4) +
    (copy.native ? 0 : 2) +
    (keptByManager(copy) ? 1 : 0);
  const age = (copy: Copy) => copy.age_seconds ?? -1;
  return rank(other) - rank(one) || age(other) - age(one);
}

/** Is it run by a unit or a manager, not from a login? */
export function keptByManager({ tree }: Copy): boolean {
  return tree !== null && (tree.manager !== undefined || controlGroup(tree.root.cgroup)?.kind === 'unit');
}

/** An `ssh: false` machine needs no process table, except for /dupes, which reads only those. */
function gapOf(situation: Situation, machine: string): ServiceGap[] {
  const expected = situation.machines.find(({ name }) => name === machine);
  if (expected?.ssh === false && situation.only === 'all') return [];
  const table = situation.observations.machines[machine]?.facts.processes;
  // A watch does not read machines without a watched service.
  if (situation.only === 'watch' && !table) return [];
  const detail = table && !table.ok ? quotable(table.detail) : 'not read';
  const lost_with = { machine, fact: 'processes' as const };
  return [{ of: 'copies', fact: `processes of ${machine}`, detail, lost_with }];
}
