import type { Service } from '../../../inventory/manifest.ts';
import type { Job } from '../../../facts/job.ts';
import type { Process } from '../../../facts/process.ts';
import { containersOf } from '../containers/containers-of.ts';
import { healthReadings } from '../health/health-reading.ts';
import type { Instances } from './table-instances.ts';
import { topsIn } from './instance-trees.ts';
import { jobOf } from './named-pids.ts';
import type { Tree } from '../../../facts/process-tree.ts';
import type { ServiceGap, Situation } from '../../rule.ts';
import { declaresProcess } from './declared.ts';
import { listed } from '../../sentences.ts';
import { counted } from '../../../text/counted.ts';
import { shownCommand } from '../../../facts/command-line/shown-command.ts';

type Found = { machine: string; instances: Instances | null };

/** Gaps for copies that cannot be counted: then nobody can say that only one runs. */
export function uncounted(situation: Situation, service: Service, found: readonly Found[]): ServiceGap[] {
  const details = found.flatMap(({ machine, instances }) => {
    if (!instances) return [];
    const detail =
      reasonOf(service, instances) ??
      twiceText(situation, service, instances) ??
      (machine === service.machine ? silence(situation, service, instances) : null);
    return detail === null ? [] : [{ machine, detail }];
  });
  return details.map(({ machine, detail }) => ({
    of: 'copies',
    fact: `copies on ${machine}`,
    detail: `they cannot be counted: ${detail}`,
    of_copies: true,
  }));
}

/** Why some processes may or may not be copies; null if there are none. */
function reasonOf(service: Service, { trees, beside, unsure }: Instances): string | null {
  if (unsure.length > 0)
    return `${whichTrees(service, unsure)} may be ${unsure.length === 1 ? 'one' : 'some'}, or another service's. Set a process in the manifest that only ${service.name} matches, or read the machine with sudo: true`;
  const several = [...trees, ...beside].filter(({ parts }) => parts === undefined);
  const replicated = trees.find(({ replicas }) => replicas !== undefined);
  if (service.kind !== 'trading' || service.instances !== null) return null;
  if (replicated)
    return `${counted(replicated.replicas ?? 1, 'replica')} run under one manager (pid ${replicated.root.pid} is one). Set instances to the number that may trade`;
  if (beside.length === 0 || several.length < trees.length + beside.length) return null;
  return `${whichTrees(service, [...trees, ...beside])} are different programs of it. Set process to the one that trades`;
}

/**
 * One unit or container may run the program twice: by a script, by a manager, or because systemd left the old process
 * there (KillMode=process). For what does not trade, only one that is older than the unit's main process counts.
 */
function twiceText(situation: Situation, service: Service, { trees }: Instances): string | null {
  if (service.instances !== null) return null;
  const main = jobOf(situation, service)?.pid ?? null;
  if (service.kind !== 'trading' && main === null) return null;
  for (const tree of trees) {
    const all = topsIn(tree, service);
    const first = all.find(({ pid }) => pid === main);
    const older = all.filter((each) => first && ageOf(each) > ageOf(first) + STARTING_SECONDS);
    const told = service.kind === 'trading' ? all : first && older.length > 0 ? [...older, first] : [];
    if (told.length < 2) continue;
    const which = listed(
      told.map((each) => whichProcess(service, each)),
      3,
    );
    const count = counted(told.length, 'process', 'processes');
    return `one unit, container or script runs ${count} of the same program: ${which}. Find out whether one is left over, or set instances to the number that may run`;
  }
  return null;
}

/** How long a service may take to start all its processes. */
const STARTING_SECONDS = 60;

function ageOf({ elapsed_seconds }: Process): number {
  return elapsed_seconds ?? 0;
}

/**
 * No process has its name, but nothing says that it is down. A good /health answer proves that one runs. That no second one
 * runs must still be seen for a trading service, and in /dupes, which reads only processes.
 */
function silence(
  situation: Situation,
  service: Service,
  { trees, beside, mentions }: Instances,
): string | null {
  if (trees.length + beside.length > 0 || declaresProcess(service) || isKnown(situation, service))
    return null;
  const containers = situation.observations.machines[service.machine]?.facts.containers;
  // An engine that did not answer is a finding of its own.
  if (service.docker_service !== null && containers?.ok === false) return null;
  if (service.docker_service !== null && containersOf(situation, service) !== null) return null;
  const told = mentions.length === 0 ? '' : ` (${mentionText(service, mentions)})`;
  const job = service.systemd_unit ?? service.launchd_label;
  if (job !== null)
    return `${job} has no visible process${told}. driftwatch audit says whether it should have one`;
  return `no process has the name ${service.name}${told}. Set its process, systemd_unit or launchd_label in the manifest`;
}

/** Does its job have no process, or does something answer at its address, well or not? */
function isKnown(situation: Situation, service: Service): boolean {
  const job = jobOf(situation, service);
  const idle = job !== null && job.pid === null && job.pids.length === 0;
  if (idle && (situation.only !== 'processes' || mayBeIdle(job))) return true;
  const states = healthReadings(situation, service).map(({ state }) => state);
  return (
    states.includes('failed') || (service.kind !== 'trading' && states.some((state) => state !== 'unseen'))
  );
}

/** A timer, a socket, or a service that ends by itself needs no process. For others, an audit judges. */
function mayBeIdle({ unit }: Job): boolean {
  return unit !== undefined && unit !== null && (unit.kind !== 'service' || unit.type === 'oneshot');
}

/** `only mentioned by pid 12 (/watchtower shiva --cleanup)`. */
export function mentionText(service: Service, mentions: readonly Process[]): string {
  return `only mentioned by ${listed(
    mentions.map((each) => whichProcess(service, each)),
    3,
  )}`;
}

/** `pid 12 (vim …) may be it, and nothing tells. Set its process in the manifest`. */
export function perhapsText(service: Service, perhaps: readonly Process[]): string {
  const which = listed(
    perhaps.map((each) => whichProcess(service, each)),
    3,
  );
  if (service.process !== null)
    return `no process outside containers is ${service.name}; ${which} may be, in a container. Set its docker_service in the manifest`;
  return `no process is clearly ${service.name}; ${which} may be, by folder or a part of its name. Set its process in the manifest`;
}

function whichTrees(service: Service, trees: readonly Tree[]): string {
  return listed(
    trees.map(({ root }) => whichProcess(service, root)),
    3,
  );
}

function whichProcess(service: Service, { pid, command }: Process): string {
  return `pid ${pid} (${shownCommand(command, service, 80)})`;
}
