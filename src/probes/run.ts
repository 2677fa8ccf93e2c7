import type { HttpClient } from '../clients/http.ts';
import type { RepositoryClient } from '../clients/repository.ts';
import type { SshClient } from '../clients/ssh.ts';
import type { Service } from '../inventory/manifest.ts';
import { revisionOf } from '../revision.ts';
import { askEndpoints, localAnswers } from './collect-health.ts';
import type { Answers } from './collect-health.ts';
import { createLimit, guarded } from './limit.ts';
import { asked, observeMachine, unobserved } from './machine.ts';
import type { MachineLimits, MachineRequest } from './machine.ts';
import { unseen } from './observation.ts';
import type { Observation } from './observation.ts';
import type { MachineObservation, Observations } from './observations.ts';
import { machineRequest, releaseRequests, sshHost } from './plan.ts';
import type { Plan, ReleaseRequest } from './plan.ts';
import { trackProgress } from './progress.ts';
import type { OnProgress } from './progress.ts';
import { probeRelease, releaseKey } from './release.ts';
import type { Release } from './release.ts';

export type Clients = {
  ssh: SshClient;
  http: HttpClient;
  repository(repo: string): RepositoryClient;
};

/** All times in ms. */
export type Limits = MachineLimits & {
  /** machines at a time */
  concurrency: number;
  healthConcurrency: number;
  releaseConcurrency: number;
  /** for one branch of one repository, with all that runs of it */
  releaseMs: number;
  /** how long after its deadline a probe is given up that does not keep it by itself */
  graceMs: number;
};

export const defaultLimits: Limits = {
  concurrency: 16,
  connectMs: 10_000,
  sectionMs: 10_000,
  machineMs: 45_000,
  sectionCapBytes: 4 * 1024 * 1024,
  healthConcurrency: 64,
  releaseConcurrency: 8,
  releaseMs: 30_000,
  graceMs: 5000,
};

/**
 * Sees all that the plan asks for: machines and health endpoints side by side, and each repository as soon as it
 * is known what runs of it. Never throws: what goes wrong is an observation. Every deadline is kept here.
 */
export async function observe(
  plan: Plan,
  clients: Clients,
  limits: Limits,
  onProgress: OnProgress,
): Promise<Observations> {
  const progress = trackProgress(onProgress);
  const atMachine = createLimit(limits.concurrency);
  const atEndpoint = createLimit(limits.healthConcurrency);
  const atRepository = createLimit(limits.releaseConcurrency);

  const machines = new Map<string, Promise<MachineObservation>>();
  for (const machine of plan.machines) {
    const request = machineRequest(plan, machine);
    const seen = atMachine(() => seeMachine(plan, request, clients.ssh, limits));
    const probed = Object.keys(asked(request)).length > 0;
    machines.set(machine.name, probed ? progress.follow(seen, machine.name) : seen);
  }
  const health = new Map<string, Promise<Answers>>();
  for (const service of plan.only === 'all' ? plan.services : []) {
    const seen = askEndpoints(clients.http, service, limits.graceMs, atEndpoint);
    health.set(service.name, progress.follow(withLocal(service, seen, machines.get(service.machine))));
  }
  const releases = new Map<string, Promise<Observation<Release>>>();
  for (const request of releaseRequests(plan)) {
    const answers = request.services.flatMap((service) => health.get(service.name) ?? []);
    const labels = request.services.map((service) => labelled(service, machines.get(service.machine)));
    const seen = revisionsOf(answers, labels).then((revisions) => {
      return atRepository(() => seeRelease(request, revisions, clients, limits));
    });
    releases.set(releaseKey(request.repo, request.branch), progress.follow(seen));
  }
  progress.report();
  return {
    machines: await settled(machines),
    health: await settled(health),
    releases: await settled(releases),
  };
}

/** One machine, within its deadlines. Never throws. */
export async function seeMachine(
  plan: Plan,
  request: Omit<MachineRequest, 'host'>,
  ssh: SshClient,
  limits: Limits,
): Promise<MachineObservation> {
  const ms = limits.connectMs + limits.machineMs + limits.graceMs;
  return await guarded(
    ms,
    async () =>
      await observeMachine(ssh, { ...request, host: sshHost(plan, request.target.machine) }, limits),
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
  { repo, branch, services }: ReleaseRequest,
  revisions: string[],
  clients: Clients,
  limits: Limits,
): Promise<Observation<Release>> {
  const deadline = AbortSignal.timeout(limits.releaseMs);
  // Only an image is held against CI: whoever has none pays for no request.
  const asksForRun = services.some(({ docker_service }) => docker_service !== null);
  const declared = services.flatMap(({ files }) => files.flatMap(({ repo_path }) => repo_path ?? []));
  const paths = [...new Set(declared)];
  return await guarded(
    limits.releaseMs + limits.graceMs,
    async () =>
      await probeRelease(clients.repository(repo), repo, branch, revisions, deadline, asksForRun, paths),
    (reason, detail) => unseen(reason, `${repo}: ${detail}`),
  );
}

/** The revisions that are said to run, once each. */
async function revisionsOf(
  health: Promise<Answers>[],
  labels: Promise<(string | null)[]>[],
): Promise<string[]> {
  const answers = (await Promise.all(health)).flatMap((answers) => Object.values(answers));
  const told = answers.map((answer) => (answer.ok ? answer.value.version : null));
  const versions = [...told, ...(await Promise.all(labels)).flat()];
  return [...new Set(versions.flatMap((version) => revisionOf(version)?.sha ?? []))];
}

/** What the images of a service's containers say that they were built from. */
async function labelled(
  service: Service,
  machine: Promise<MachineObservation> | undefined,
): Promise<(string | null)[]> {
  // Only then: a service without containers does not wait for its machine.
  const fact = service.docker_service === null ? undefined : (await machine)?.facts.containers;
  const found = fact?.ok ? (fact.value.services[service.name] ?? []) : [];
  return found.map(({ image }) => image?.revision ?? null);
}

async function settled<Value>(entries: Map<string, Promise<Value>>): Promise<Record<string, Value>> {
  const pairs = [...entries].map(async ([key, value]): Promise<[string, Value]> => [key, await value]);
  return Object.fromEntries(await Promise.all(pairs));
}
