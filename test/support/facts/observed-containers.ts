import type { Service } from '../../../src/inventory/manifest.ts';
import type { Container, Containers, Image, Layer } from '../../../src/facts/container.ts';
import type { Process } from '../../../src/facts/process.ts';
import { auditedAt } from '../builders.ts';

// Builders of what was seen of containers, as observed.ts has them for everything else.

export const imageId = `sha256:${'4e92'.repeat(16)}`;

export function aLayer(created_by: string, created: string | null, size: number | null = 3): Layer {
  return { created_by, created, size };
}

/** Built half an hour after main's head, its files copied a minute before that, on a base of last year. */
export function anImage(over: Partial<Image> = {}): Image {
  const built = '2026-03-29T09:42:00Z';
  return {
    id: imageId,
    created: built,
    revision: null,
    source: null,
    on_base_of_revision: false,
    layers: [
      aLayer('CMD ["python3" "indexer.py"]', built, 0),
      aLayer('COPY . /app # buildkit', '2026-03-29T09:41:00Z'),
      aLayer('CMD ["python3"]', '2025-01-01T00:00:00Z', 0),
      aLayer('/bin/sh -c #(nop) ADD file:1f in / ', '2025-01-01T00:00:00Z'),
    ],
    ...over,
  };
}

/** Runs the image of its tag, well, since an hour. */
export function aContainer(over: Partial<Container> = {}): Container {
  return {
    id: 'c'.repeat(64),
    engine: 'docker',
    rootless: false,
    name: 'akashic',
    project: null,
    compose_service: null,
    oneoff: false,
    swarm: null,
    restart_policy: 'unless-stopped',
    published: false,
    state: 'running',
    exit_code: 0,
    oom_killed: false,
    health: 'healthy',
    restart_count: 0,
    started_at: '2026-03-29T17:00:00Z',
    finished_at: null,
    pid: 4182,
    image_id: imageId,
    image_ref: 'akashic:latest',
    tag_image_id: imageId,
    image: anImage(),
    ...over,
  };
}

export function theContainers(services: Containers['services'], over: Partial<Containers> = {}): Containers {
  return { engine: 'docker', now: auditedAt, silent: [], podman_user: null, swarm: {}, services, ...over };
}

/** One container for each service that declares one, around its process. @returns null where none does */
export function containersInSync(
  services: readonly Service[],
  processes: readonly Process[],
): Containers | null {
  const entries = services.flatMap(({ name, docker_service }, at): [string, Container[]][] =>
    docker_service === null
      ? []
      : [[name, [aContainer({ name: docker_service, pid: processes[at]?.pid ?? null })]]],
  );
  return entries.length === 0 ? null : theContainers(Object.fromEntries(entries));
}
