import type { Extent } from '../facts/extent.ts';
import type { SshConfigFiles } from '../clients/ssh/config-file.ts';
import { resolveHost } from '../clients/ssh/login.ts';
import type { SshHost } from '../clients/ssh/host.ts';
import type { Machine, Service } from '../inventory/manifest.ts';
import type { ProbeName } from '../facts/machine-facts.ts';
import type { MachineRequest, Plan, ReleaseRequest } from './request.ts';

const probesOf: Record<Extent, ProbeName[] | null> = {
  all: null,
  processes: ['processes', 'listeners', 'jobs', 'containers'],
  watch: ['processes', 'listeners', 'lockfiles', 'jobs', 'local_health', 'containers'],
};

/** The login settings of a plan, as they are now. */
export function loginOf(
  user: string,
  config: SshConfigFiles | undefined,
): Pick<Plan, 'ssh_user' | 'ssh_config'> {
  return config ? { ssh_user: user, ssh_config: config() } : { ssh_user: user };
}

/**
 * What to read from a machine. A service that may run only once in the fleet wants the process table of every
 * machine, also where the manifest has not put it and where no other service is judged. But a watch comes every few
 * minutes: it leaves machines alone that have no watched service of their own.
 */
export function machineRequest(plan: Plan, machine: Machine): Omit<MachineRequest, 'host'> {
  const { ofMachine, ofFleet } = sorted(plan.services);
  const own = machine.ssh ? (ofMachine.get(machine.name) ?? []) : [];
  const leftAlone = !machine.ssh || (plan.only === 'watch' && own.length === 0);
  return {
    target: { machine, services: own },
    singletons: (leftAlone ? [] : ofFleet)
      .filter((service) => service.machine !== machine.name)
      .map((service) => service.name),
    only: probesOf[plan.only],
  };
}

/** The services of a machine, whether or not it takes SSH. */
export function servicesOn(plan: Plan, machine: Machine): readonly Service[] {
  return sorted(plan.services).ofMachine.get(machine.name) ?? [];
}

type Sorted = { ofMachine: Map<string, Service[]>; ofFleet: Service[] };
const alreadySorted = new WeakMap<readonly Service[], Sorted>();

/** Indexed once per plan, since a search through 2000 services for each of 200 machines takes a while. */
function sorted(services: readonly Service[]): Sorted {
  const known = alreadySorted.get(services);
  if (known) return known;
  const ofMachine = Map.groupBy(services, ({ machine }) => machine);
  const sorted = { ofMachine, ofFleet: services.filter(({ singleton }) => singleton === 'fleet') };
  alreadySorted.set(services, sorted);
  return sorted;
}

/** One request per repository and branch, however many services are built from it. */
export function releaseRequests(plan: Plan): ReleaseRequest[] {
  const requests = new Map<string, ReleaseRequest>();
  for (const service of plan.only === 'all' ? plan.services : []) {
    if (service.repo === null) continue;
    const { repo, branch, repo_paths: paths } = service;
    const key = JSON.stringify([repo, branch, paths]);
    const request = requests.get(key) ?? { repo, branch, paths, services: [] };
    request.services.push(service);
    requests.set(key, request);
  }
  return [...requests.values()];
}

/**
 * How to reach a machine, through its jump hosts.
 * @throws Error for a jump host that the manifest does not have, or a circle of them
 */
export function sshHost(plan: Plan, machine: Machine, passed: string[] = []): SshHost {
  if (passed.includes(machine.name)) throw new Error(`${passed.join(' -> ')}: a circle of jump hosts`);
  const { host, port, user } = machine;
  const defaults = { user: plan.ssh_user, config: plan.ssh_config ?? null };
  if (machine.jump === null) return resolveHost({ host, port, user, jump: null }, defaults);
  const jump = plan.machines.find((candidate) => candidate.name === machine.jump);
  if (!jump) throw new Error(`no machine ${machine.jump} to jump through`);
  const way = sshHost(plan, jump, [...passed, machine.name]);
  return resolveHost({ host, port, user, jump: way }, defaults);
}
