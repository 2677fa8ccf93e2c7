import type { Service } from '../../../inventory/manifest.ts';
import type { Container, Engine, Image, SwarmTasks } from '../../../facts/container.ts';
import { epochMs } from '../../../time/instant.ts';
import { ownInstructions } from './own-layers.ts';
import { machineOf } from '../../rule.ts';
import type { Situation } from '../../rule.ts';

/** docker's first release. Earlier dates come from builders that write a fixed date: 1970, 1980 (buildpacks). */
const FIRST_IMAGE_MS = 1_363_737_600_000;

export type ServiceContainers = {
  engine: Engine;
  /** ms since the epoch by the machine's own clock */
  now: number;
  containers: Container[];
};

/** @returns null if the containers were not seen, the manifest names none, or it is unclear which ones are meant */
export function containersOf(situation: Situation, service: Service): ServiceContainers | null {
  const fact = machineOf(situation, service)?.facts.containers;
  const containers = fact?.ok ? fact.value.services[service.name] : undefined;
  if (!fact?.ok || !containers || projectsOf(containers).length > 1) return null;
  return { engine: fact.value.engine, now: epochMs(fact.value.now), containers };
}

/** What the swarm manager says about the service. @returns null if it is not a swarm service, or its machine no manager */
export function swarmTasks(situation: Situation, service: Service): SwarmTasks | null {
  const fact = machineOf(situation, service)?.facts.containers;
  if (!fact?.ok || service.docker_service === null) return null;
  const task = fact.value.services[service.name]?.find(({ swarm }) => swarm !== null);
  return fact.value.swarm[task?.swarm?.service ?? service.docker_service] ?? null;
}

/** The compose projects or swarm stacks with a service of that name. If there are several, it is unclear which is meant. */
export function projectsOf(containers: readonly Container[]): string[] {
  return [...new Set(containers.map(({ project, swarm }) => swarm?.stack ?? project ?? ''))].toSorted();
}

/** Containers that run or try to. A stopped container has a finding of its own. */
export function runningContainers(situation: Situation, service: Service): Container[] {
  const found = containersOf(situation, service)?.containers ?? [];
  return found.filter(({ state }) => state === 'running' || state === 'restarting' || state === 'paused');
}

/** When an image or a layer was built, in ms since the epoch. @returns null for a meaningless date */
export function builtAt(created: string | null): number | null {
  const at = created === null ? Number.NaN : epochMs(created);
  return at >= FIRST_IMAGE_MS ? at : null;
}

/**
 * When an image was built, in ms since the epoch. @returns null for a meaningless date, and for one that its builder set for all
 * of its layers (SOURCE_DATE_EPOCH, Nix): it is the commit's, or any other. A clock gives parts of a second, and a time to each.
 */
export function imageBuiltAt(image: Image | null): number | null {
  const built = builtAt(image?.created ?? null);
  if (built === null || built % 1000 !== 0) return built;
  const own = ownInstructions(image?.layers ?? []);
  const isSet = own.length > 1 && own.every(({ layer }) => epochMs(layer.created ?? '') === built);
  return isSet ? null : built;
}
