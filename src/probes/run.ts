import pLimit from 'p-limit';
import type { SshClient } from '../clients/ssh/client.ts';
import { commitTagOf } from '../text/image-tag.ts';
import type { Service } from '../inventory/manifest.ts';
import { isOpen, revisionOf } from '../text/revision.ts';
import { inSlices } from '../async/slices.ts';
import { askEndpoints, localAnswers } from './collect-health.ts';
import type { Answers } from './collect-health.ts';
import { createTurns, guarded, throttledStarts } from './limit.ts';
import type { Limit } from './limit.ts';
import { asked, observeMachine, unobserved } from './observe-machine.ts';
import type { Keep } from './observe-machine.ts';
import type { MachineRequest, Plan, ReleaseRequest } from './request.ts';
import { INTERNAL, unseen } from '../facts/observation.ts';
import type { Observation } from '../facts/observation.ts';
import type { MachineObservation, Observations } from '../facts/observations.ts';
import { machineRequest, releaseRequests, sshHost } from './plan.ts';
import { trackProgress } from './progress.ts';
import type { OnProgress } from '../facts/progress.ts';
import { seeThroughSite } from './see-through-site.ts';
import type { SeenThere } from './see-through-site.ts';
import { clientsForAudit, probeRelease } from './release/release.ts';
import type { Release } from '../facts/release.ts';
import { releaseKey } from '../facts/release.ts';
import type { Limits } from './limits.ts';
import type { Clients } from './clients.ts';

/** machines and endpoints in one turn of the event loop */
const BEGINNINGS = 3;

/**
 * Reads everything in the plan: machines and health endpoints in parallel, and each repository as soon as its running
 * revisions are known. Never throws: a failure is an observation. Every deadline is enforced here.
 */
export async function observe(
  plan: Plan,
  clients: Clients,
  limits: Limits,
  onProgress: OnProgress,
): Promise<Observations> {
  const progress = trackProgress(onProgress);
  const turns = createTurns(BEGINNINGS);
  const atMachine = throttledStarts(pLimit(limits.concurrency), turns);
  const atReading = pLimit(1);
  const atEndpoint = throttledStarts(pLimit(limits.healthConcurrency), turns);
  const atRepository = pLimit(limits.releaseConcurrency);

  const machines = new Map<string, Promise<MachineObservation>>();
  const remote = new Map<string, Promise<SeenThere>>();
  const health = new Map<string, Promise<Answers>>();
  const releases = new Map<string, Promise<Observation<Release>>>();
  await inSlices(begin());
  progress.report();
  return {
    machines: await settled(machines),
    health: await settled(health),
    releases: await settled(releases),
  };

  /** Pauses after each, since starting 2000 services takes a while. */
  function* begin(): Generator<void, void> {
    for (const machine of plan.machines) {
      yield;
      const request = machineRequest(plan, machine);
      const there = seeThroughSite(plan, machine, clients.sites, limits);
      if (there) remote.set(machine.name, there);
      const seen =
        there?.then(({ observation }) => observation) ??
        atMachine(() => seeMachine(plan, request, clients.ssh, limits, atReading));
      const probed = there !== null || Object.keys(asked(request)).length > 0;
      machines.set(machine.name, probed ? progress.follow(seen, machine) : seen);
    }
    for (const service of plan.only === 'processes' ? [] : plan.services) {
      yield;
      const there = remote.get(service.machine);
      const seen =
        there?.then(({ health: answers }) => answers[service.name] ?? {}) ??
        askEndpoints(clients.http, service, limits.graceMs, atEndpoint);
      health.set(service.name, progress.follow(withLocal(service, seen, machines.get(service.machine))));
    }
    const requests = releaseRequests(plan);
    // Half of the time, so that what fails together can still be requested one by one.
    const batchSignal = AbortSignal.timeout(limits.releaseMs / 2);
    const repository = clientsForAudit((repo) => clients.repository(repo), requests, batchSignal);
    for (const request of requests) {
      yield;
      const told = request.services.map((service) =>
        toldOf(service, health.get(service.name), machines.get(service.machine)),
      );
      const seen = Promise.all(told).then((told) => {
        return atRepository(() => seeRelease(request, told, repository, limits));
      });
      releases.set(releaseKey(request.repo, request.branch, request.paths), progress.follow(seen));
    }
  }
}

/** One machine, within its deadlines. Never throws. */
export async function seeMachine(
  plan: Plan,
  request: Omit<MachineRequest, 'host'>,
  ssh: SshClient,
  limits: Limits,
  turn: Limit,
  keep?: Keep,
): Promise<MachineObservation> {
  const ms = limits.connectMs + limits.machineMs + limits.graceMs;
  return await guarded(
    ms,
    async () => {
      const host = sshHost(plan, request.target.machine);
      return await observeMachine(ssh, { ...request, host }, limits, turn, keep);
    },
    (reason, detail) => unobserved(request, { status: 'failed', reason, detail, host_key: null }, ms),
  );
}

async function withLocal(
  service: Service,
  answers: Promise<Answers>,
  machine: Promise<MachineObservation> | undefined,
): Promise<Answers> {
  const asksMachine = service.endpoints.some((endpoint) => endpoint.from === 'machine');
  // Only then: what runs of a repository is otherwise known before the machine has answered.
  return asksMachine ? { ...(await answers), ...localAnswers(service, await machine) } : await answers;
}

async function seeRelease(
  { repo, branch, paths, services }: ReleaseRequest,
  told: Told[],
  repository: Clients['repository'],
  limits: Limits,
): Promise<Observation<Release>> {
  const deadline = AbortSignal.timeout(limits.releaseMs);
  const texts = new Set(told.flatMap(({ versions, images, pinned }) => [...versions, ...images, pinned]));
  const all = [...texts].filter((text) => text !== null);
  const revisions = new Set(all.flatMap((text) => revisionOf(text)?.sha ?? []));
  // An image that says nothing is of the commit that the service says it runs.
  const images = told.flatMap(({ versions, images }) =>
    images.flatMap((text) => (text === null && versions.length > 0 ? versions : [text])),
  );
  const declared = services.flatMap(({ files }) => files.flatMap(({ repo_path }) => repo_path ?? []));
  const besides = { images, files: [...new Set(declared)], versions: all.filter(isOpen), paths };
  return await guarded(
    limits.releaseMs + limits.graceMs,
    async () => await probeRelease(repository(repo), repo, branch, [...revisions], deadline, besides),
    (reason, detail) => unseen(reason, `${repo}: ${detail}`, reason === 'timeout' ? 'TIMEOUT' : INTERNAL),
  );
}

/**
 * What a service says it runs, what its containers' images say that they were built from, null where nothing, and the commit
 * of a checkout on no branch, if the checkout itself cannot say that it is part of its branch.
 */
type Told = { versions: string[]; images: (string | null)[]; pinned: string | null };

async function toldOf(
  service: Service,
  health: Promise<Answers> | undefined,
  machine: Promise<MachineObservation> | undefined,
): Promise<Told> {
  const answers = Object.values((await health) ?? {});
  const versions = answers.flatMap((answer) => (answer.ok ? (answer.value.version ?? []) : []));
  // Only then: a service without containers or a checkout does not wait for its machine.
  const waits = service.docker_service !== null || service.checkout !== null;
  const { containers, checkout } = (waits ? await machine : undefined)?.facts ?? {};
  const found = containers?.ok ? (containers.value.services[service.name] ?? []) : [];
  const own = checkout?.ok ? checkout.value[service.name] : undefined;
  const laid = own?.ok ? (own.value.laid?.version ?? null) : null;
  const tags = found.map(({ image_ref }) => commitTagOf(image_ref));
  const placed = !own?.ok || own.value.branch !== null || own.value.contained === true;
  return {
    pinned: placed ? null : own.value.head,
    versions: [...versions, laid, ...tags].filter((version) => version !== null),
    images: found.map(({ image }, at) => image?.revision ?? tags[at] ?? null),
  };
}

async function settled<Value>(entries: Map<string, Promise<Value>>): Promise<Record<string, Value>> {
  const pairs = [...entries].map(async ([key, value]): Promise<[string, Value]> => [key, await value]);
  return Object.fromEntries(await Promise.all(pairs));
}
