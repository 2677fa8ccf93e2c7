import type { Manifest, Service } from '../../../src/inventory/manifest.ts';
import type { Container } from '../../../src/facts/container.ts';
import { seen } from '../../../src/facts/observation.ts';
import type { Reprobed } from '../../../src/remediation/machine/reprobed.ts';
import { affectsNothing } from '../../../src/findings/affects.ts';
import { FindingType } from '../../../src/findings/finding-types.ts';
import { aFinding, auditedAt } from '../builders.ts';
import { aMachineObservation, aProcess } from '../facts/observed.ts';
import { aContainer } from '../facts/observed-containers.ts';

type SmallFleet = {
  manifest: Manifest;
  sick: Set<string>;
  /** no services can be seen */
  blind: boolean;
  twins: Reprobed['twins'];
  marks: string[];
  containers: Record<string, Partial<Container>>;
};

/** The id of the finding that stands on every service of the world that is sick. */
export function findingOf(service: string): string {
  return Buffer.from(service.padEnd(8).slice(0, 8)).toString('hex');
}

/** What a fresh probe of the small fleet sees. */
export function reprobedFrom(world: SmallFleet, service: Service): Reprobed {
  const { machines } = world.manifest;
  const machine = machines.find(({ name }) => name === service.machine) ?? machines[0]!;
  const all = world.manifest.services;
  const containers = all.map(({ name, docker_service }, index): [string, Container[]] => [
    name,
    docker_service === null
      ? []
      : [
          aContainer({
            name: docker_service,
            project: null,
            compose_service: null,
            image_ref: 'app:1',
            pid: 100 + index,
            ...world.containers[name],
          }),
        ],
  ]);
  const processes = all.map(({ name }, index) =>
    aProcess({ pid: 100 + index, command: `/opt/${name}/serve` }),
  );
  const { facts } = aMachineObservation({ machine: machine.name, processes });
  const value = {
    silent: [],
    podman_user: null,
    swarm: {},
    engine: 'docker' as const,
    now: auditedAt,
    services: Object.fromEntries(containers),
  };
  const finding = aFinding({
    id: findingOf(service.name),
    type: 'container_unhealthy',
    service: service.name,
    machine: service.machine,
    affects: {
      ...affectsNothing,
      container: containers.find(([name]) => name === service.name)?.[1][0]?.name ?? '',
    },
  });
  return {
    service,
    machine,
    findings: world.sick.has(service.name) ? [finding] : [],
    coverage: {
      services: [service.name],
      machines: { [machine.name]: 'connected' },
      types: [...FindingType.options],
      blind: world.blind ? { [service.name]: [...FindingType.options] } : {},
      inventory: all.map(({ name }) => name),
    },
    unreachable: null,
    facts: { ...facts, containers: seen(value) },
    pid: 100,
    neighbours: all.filter(({ name }) => name !== service.name),
    twins: world.twins,
    marks: world.marks,
  };
}
