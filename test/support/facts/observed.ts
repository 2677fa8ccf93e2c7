import type { Situation } from '../../../src/comparison/rule.ts';
import type { Endpoint, Machine, Service } from '../../../src/inventory/manifest.ts';
import type { HealthAnswer } from '../../../src/facts/health-answer.ts';
import { seen } from '../../../src/facts/observation.ts';
import type { MachineObservation, Observations } from '../../../src/facts/observations.ts';
import type { Process } from '../../../src/facts/process.ts';
import { epochMs } from '../../../src/time/instant.ts';
import { auditedAt, headSha } from '../builders.ts';
import { containersInSync } from './observed-containers.ts';
import { plainHealth } from './plain-health.ts';
import { aRelease, aPosition } from './releases.ts';

export { aCommit, aRelease, aPosition } from './releases.ts';

// Builders of what is expected (inventory) and of what was seen (observations), as builders.ts does for reports.

export function anEndpoint(over: Partial<Endpoint> = {}): Endpoint {
  return { interface: 'tailscale', url: 'http://100.91.193.23:8002/health', from: 'bot', ...over };
}

export function aService(over: Partial<Service> = {}): Service {
  return {
    name: 'akashic-records',
    machine: 'knox-mac-mini',
    risk_tier: 'HIGH',
    kind: 'stateful',
    repo: 'Invictus-Labs/akashic-records',
    branch: 'main',
    repo_paths: [],
    endpoints: [anEndpoint()],
    health: { ...plainHealth },
    launchd_label: null,
    systemd_unit: null,
    docker_service: null,
    run: 'always',
    process: null,
    instances: null,
    singleton: 'machine',
    lockfile: null,
    checkout: null,
    image: { max_age_days: 7 },
    files: [],
    scan: [],
    sudo: false,
    watch: false,
    deploy_grace_ms: 900_000,
    depends_on: [],
    maintenance: [],
    severity: {},
    ...over,
  };
}

/** The lesson's trading bot: on tesseract, CRITICAL, once in the whole fleet. */
export function aTradingService(over: Partial<Service> = {}): Service {
  return aService({
    name: 'shiva',
    machine: 'tesseract',
    risk_tier: 'CRITICAL',
    kind: 'trading',
    repo: 'Invictus-Labs/shiva',
    endpoints: [anEndpoint({ interface: 'lan', url: 'http://192.168.1.150:8003/health' })],
    singleton: 'fleet',
    watch: true,
    ...over,
  });
}

export function aMachine(over: Partial<Machine> = {}): Machine {
  return {
    name: 'knox-mac-mini',
    host: '100.91.193.23',
    user: null,
    port: 22,
    jump: null,
    interfaces: {},
    ssh: true,
    sudo: false,
    ...over,
  };
}

export function aHealthAnswer(over: Partial<HealthAnswer> = {}): HealthAnswer {
  return {
    status: 200,
    format: 'seed',
    version: headSha,
    pid: 4182,
    uptime_seconds: 86_400,
    said: [],
    duration_ms: 12,
    location: null,
    certificate: null,
    ...over,
  };
}

export function aProcess(over: Partial<Process> = {}): Process {
  return {
    pid: 4182,
    ppid: 1,
    state: 'S',
    elapsed_seconds: 86_400,
    user: 'knox',
    command: '/usr/bin/python3 /opt/akashic-records/main.py',
    cgroup: null,
    cwd: null,
    ...over,
  };
}

/** A machine that answered, with this process table. */
export function aMachineObservation(
  over: Partial<MachineObservation> & { processes?: Process[]; own?: number[]; zombies?: number[] } = {},
): MachineObservation {
  const { processes = [], own = [], zombies: lasting, ...rest } = over;
  const dead = processes.filter(({ state }) => state === 'Z').map(({ pid }) => pid);
  const zombies = lasting ?? dead;
  return {
    machine: 'knox-mac-mini',
    connection: { status: 'connected' },
    duration_ms: 420,
    facts: { processes: seen({ processes, own, zombies }) },
    asked_by: {},
    ...rest,
  };
}

/** akashic-records alone on knox-mac-mini, running main's head: in sync unless told otherwise. */
export function aSituation(over: Partial<Situation> = {}): Situation {
  const services = over.services ?? [aService()];
  const machines =
    over.machines ??
    [...new Set(services.map((service) => service.machine))].map((name) => aMachine({ name }));
  const inventory = over.inventory ?? services;
  return {
    machines,
    services,
    inventory,
    observations: observationsInSync(machines, inventory),
    only: 'all',
    now: epochMs(auditedAt),
    ...over,
  };
}

function observationsInSync(machines: Machine[], services: Service[]): Observations {
  const observed = machines.map((machine, index): [string, MachineObservation] => {
    const own = services.filter((service) => service.machine === machine.name);
    const processes = own.map((service, at) =>
      aProcess({ pid: 4182 + index * 1000 + at, command: `/opt/${service.name}/bin/serve` }),
    );
    const asked_by = { processes: own.map((service) => service.name) };
    const observation = aMachineObservation({ machine: machine.name, processes, asked_by });
    const containers = containersInSync(own, processes);
    if (containers) observation.facts.containers = seen(containers);
    return [machine.name, observation];
  });
  const health = services.map((service): [string, Observations['health'][string]] => [
    service.name,
    Object.fromEntries(
      service.endpoints.map((endpoint) => [endpoint.interface, seen(aHealthAnswer({ pid: null }))]),
    ),
  ]);
  const releases = services.map((service): [string, Observations['releases'][string]] => [
    `${service.repo}#${service.branch}`,
    seen(aRelease({ positions: { [headSha]: seen(aPosition({ state: 'identical', behind: 0 })) } })),
  ]);
  return {
    machines: Object.fromEntries(observed),
    health: Object.fromEntries(health),
    releases: Object.fromEntries(releases),
  };
}
